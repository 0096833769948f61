/** Owns a button with an icon and a word; where there is no room for the word it becomes the name of the icon. */
import type { ReactNode } from "react";
import { Button, type ButtonProps } from "./button.tsx";

export type ToolButtonProps = Omit<ButtonProps, "isSquare" | "children"> & {
  icon: ReactNode;
  label: string;
  hasWord: boolean;
  /** After the word, and only with it: key caps. */
  end?: ReactNode;
};

export function ToolButton({ icon, label, hasWord, end, ...rest }: ToolButtonProps) {
  if (!hasWord) {
    return (
      <Button title={label} {...rest} isSquare aria-label={label}>
        {icon}
      </Button>
    );
  }
  return (
    <Button {...rest}>
      {icon}
      {label}
      {end}
    </Button>
  );
}
