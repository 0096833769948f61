/** Owns what a screen shows when it breaks: the rest of the window lives on. */
import { Component, type ReactNode } from "react";
import { Button } from "./button.tsx";
import { Message } from "./message.tsx";

type Props = { name: string; children: ReactNode };
type State = { failure: string | null };

export class ErrorBoundary extends Component<Props, State> {
  override state: State = { failure: null };

  static getDerivedStateFromError(error: unknown): State {
    return { failure: error instanceof Error ? error.message : "Unknown failure" };
  }

  override render() {
    if (this.state.failure === null) return this.props.children;
    return (
      <Message title={`${this.props.name} stopped`} tone="bad" detail={this.state.failure}>
        <Button onClick={() => this.setState({ failure: null })}>Show it again</Button>
      </Message>
    );
  }
}
