/** Owns the empty stage: the sample house starts with one click, after a look at what it brings. */
import { IconHome, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { refusalOf } from "../../console/refusal.ts";
import { useClient, useLive } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { EmptyScreen } from "../../ui/empty-screen.tsx";
import { ICON } from "../../ui/icons.ts";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";

export function Empty({ onAdd }: { onAdd: () => void }) {
  const client = useClient();
  const isBare = useLive((data) => data.tokens.size === 0);
  const [isAsking, setAsking] = useState(false);
  const [isStarting, setStarting] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const start = async () => {
    setStarting(true);
    setProblem(null);
    try {
      await client.sandbox.startHouse();
    } catch (error) {
      setProblem(refusalOf(error).message);
      setStarting(false);
    }
  };
  return (
    <EmptyScreen
      title="Watch a right being taken away"
      detail="Simulated clients stand side by side, each a real socket to this broker. Change a permission beside them: whoever may no longer hear is closed, with its code and its milliseconds; the others go on."
      actions={
        <>
          <Button
            look="primary"
            disabled={isStarting}
            onClick={() => (isBare && !isAsking ? setAsking(true) : void start())}
          >
            <IconHome {...ICON.small} />
            {isAsking ? "Import and start" : "Start the sample house"}
          </Button>
          <Button onClick={onAdd}>
            <IconPlus {...ICON.small} />
            Add a client of your own
          </Button>
          {isAsking && (
            <p className={text.second}>
              This workspace is empty, so the sample house is imported first: three tokens, four tags, five clients and
              a few messages. It closes nobody, and can be undone in Access.
            </p>
          )}
          {problem !== null && (
            <p role="alert">
              <Status tone="bad">{problem}</Status>
            </p>
          )}
        </>
      }
    />
  );
}
