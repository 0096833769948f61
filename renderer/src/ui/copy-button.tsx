/** Owns the button that copies a text and says so. */
import { CopyButton as Copy } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { Button } from "./button.tsx";
import { ICON } from "./icons.ts";

export function CopyButton({ value, label }: { value: string; label: string }) {
  return (
    <Copy value={value} timeout={1_500}>
      {({ copied, copy }) => (
        <Button look="ghost" isSquare onClick={copy} aria-label={copied ? "Copied" : label} title={label}>
          {copied ? <IconCheck {...ICON.small} /> : <IconCopy {...ICON.small} />}
        </Button>
      )}
    </Copy>
  );
}
