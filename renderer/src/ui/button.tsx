/** Owns the button in its five looks. */
import { UnstyledButton } from "@mantine/core";
import type { ComponentProps } from "react";
import styles from "./button.module.css";

export type ButtonProps = ComponentProps<"button"> & {
  look?: "plain" | "ghost" | "primary" | "danger" | "link";
  size?: "normal" | "small";
  /** One icon and no word: give an `aria-label`. */
  isSquare?: boolean;
};

export function Button({ look = "plain", size = "normal", isSquare = false, className, ...rest }: ButtonProps) {
  const names = [styles.button, styles[look], size === "small" && styles.small, isSquare && styles.square, className];
  return <UnstyledButton type="button" {...rest} className={names.filter(Boolean).join(" ")} />;
}
