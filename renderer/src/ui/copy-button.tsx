/** Owns the button that copies a text and says so. */
import { IconAlertTriangle, IconCheck, IconCopy } from "@tabler/icons-react";
import { Button } from "./button.tsx";
import { useCopy } from "./copy.tsx";
import { ICON } from "./icons.ts";

const WORD = { idle: undefined, copied: "Copied", failed: "Copying failed" } as const;
const GLYPH = { idle: IconCopy, copied: IconCheck, failed: IconAlertTriangle } as const;

export type CopyButtonProps = {
  /** The text, or how to fetch it. */
  value: string | (() => Promise<string>);
  /** Its name; shown as a word when `isWordy`. */
  label: string;
  isWordy?: boolean;
  size?: "normal" | "small";
  /** Of the icon alone. */
  look?: "ghost" | "plain";
  className?: string | undefined;
};

export function CopyButton({
  value,
  label,
  isWordy = false,
  size = "small",
  look = "ghost",
  className,
}: CopyButtonProps) {
  const [state, copy] = useCopy();
  const Glyph = GLYPH[state];
  const word = WORD[state] ?? label;
  if (isWordy) {
    return (
      <Button size={size} className={className} onClick={() => copy(value)}>
        <Glyph {...ICON.small} />
        {word}
      </Button>
    );
  }
  return (
    <Button look={look} isSquare className={className} onClick={() => copy(value)} aria-label={word} title={word}>
      <Glyph {...ICON.small} />
    </Button>
  );
}
