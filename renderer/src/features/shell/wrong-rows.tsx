/** Wrong rows of a workspace file, and the choice to import it without them. */
import type { WorkspaceFault } from "../../../../broker/contract/workspace-faults.ts";
import { Button } from "../../ui/button.tsx";
import { formatPlural } from "../../ui/format.ts";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";

const SHOWN = 20;

export type WrongRowsProps = {
  /** Of the file. */
  name: string;
  faults: readonly WorkspaceFault[];
  /** False: something is wrong that is no tag, token, permission or name. */
  canLeaveOut: boolean;
  onLeaveOut: () => void;
};

export function WrongRows({ name, faults, canLeaveOut, onLeaveOut }: WrongRowsProps) {
  const more = faults.length - SHOWN;
  return (
    <div role="alert">
      <Status tone="bad">
        {canLeaveOut
          ? `${name} has ${formatPlural(faults.length, "wrong row")}`
          : `${name} cannot be imported: ${formatPlural(faults.length, "field is wrong", "fields are wrong")}`}
      </Status>
      <ul className={text.second}>
        {faults.slice(0, SHOWN).map(({ field, reason }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list does not change while it is shown.
          <li key={at}>
            <span className={text.mono}>{field}</span>: {reason}
          </li>
        ))}
        {more > 0 && <li>and {more} more</li>}
      </ul>
      {canLeaveOut && (
        <Button onClick={onLeaveOut}>
          Leave out {formatPlural(faults.length, "row")} and show what the rest changes
        </Button>
      )}
    </div>
  );
}
