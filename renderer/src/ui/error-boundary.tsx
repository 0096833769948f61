/** Shows what failed in place of a part that broke: its name, what happened, a way to try again, and the details to pass on. */
import { Component, type ErrorInfo, type ReactNode } from "react";
import { Button } from "./button.tsx";
import { CopyButton } from "./copy-button.tsx";
import styles from "./error-boundary.module.css";
import { Message } from "./message.tsx";
import { Status } from "./status.tsx";
import text from "./text.module.css";

/** Characters of a message: it may quote a whole value. */
const SHOWN = 300;

type Props = {
  name: string;
  /** A line is for a part of the frame; the message in the middle for a screen or a panel. */
  look?: "message" | "line";
  onRetry?: () => void;
  children: ReactNode;
};
type State = { failure: { message: string; stack: string } | null; where: string };

export class ErrorBoundary extends Component<Props, State> {
  override state: State = { failure: null, where: "" };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    const failure =
      error instanceof Error
        ? { message: error.message, stack: error.stack ?? "" }
        : { message: String(error), stack: "" };
    return { failure };
  }

  override componentDidCatch(_error: unknown, info: ErrorInfo): void {
    this.setState({ where: info.componentStack ?? "" });
  }

  private readonly retry = (): void => {
    this.props.onRetry?.();
    this.setState({ failure: null, where: "" });
  };

  override render() {
    const { failure, where } = this.state;
    if (failure === null) return this.props.children;
    const { name, look = "message" } = this.props;
    const details = [`${name}: ${failure.message}`, failure.stack, where].filter(Boolean).join("\n");
    const message = failure.message.length > SHOWN ? `${failure.message.slice(0, SHOWN)}…` : failure.message;
    if (look === "line") {
      return (
        <div className={styles.line} role="alert">
          <Status tone="bad">{`${name} stopped`}</Status>
          <span className={text.cut} title={message}>
            {message}
          </span>
          <Button size="small" onClick={this.retry}>
            Try again
          </Button>
          <CopyButton value={details} label="Copy details" isWordy />
        </div>
      );
    }
    return (
      <Message title={`${name} stopped`} tone="bad" detail={`${message}. Everything else in this window still works.`}>
        <div>
          <Button onClick={this.retry}>Try again</Button>{" "}
          <CopyButton value={details} label="Copy details" isWordy size="normal" />
        </div>
      </Message>
    );
  }
}
