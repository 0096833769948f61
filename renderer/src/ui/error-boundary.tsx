/** Owns what a screen shows when it breaks: what failed, a way to try again, and the details to pass on. The rest of the window lives on. */
import { Component, type ErrorInfo, type ReactNode } from "react";
import { Button } from "./button.tsx";
import { CopyButton } from "./copy-button.tsx";
import { Message } from "./message.tsx";

type Props = { name: string; onRetry?: () => void; children: ReactNode };
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
    const { name } = this.props;
    const details = [`${name}: ${failure.message}`, failure.stack, where].filter(Boolean).join("\n");
    return (
      <Message title={`${name} stopped`} tone="bad" detail={`${failure.message}. The other screens go on.`}>
        <div>
          <Button onClick={this.retry}>Try again</Button>{" "}
          <CopyButton value={details} label="Copy details" isWordy size="normal" />
        </div>
      </Message>
    );
  }
}
