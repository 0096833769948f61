/** Owns a screen whose content is on its way: over a lost link it waits for the link and for nothing else. */
import type { ReactNode } from "react";
import { Message } from "./message.tsx";

export type AwaitedProps = {
  /** What is being read. */
  title: string;
  isLost: boolean;
  /** Moves while it is read. */
  children?: ReactNode;
};

export function Awaited({ title, isLost, children }: AwaitedProps) {
  return isLost ? <Message title="Shown when the link is back" /> : <Message title={title}>{children}</Message>;
}
