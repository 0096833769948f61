/** Owns which dialog of Topics is open; each is loaded when it is first asked for. */
import { Loader, Modal } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useLast } from "../../ui/use-last.ts";
import { DeleteTopic } from "./delete-topic.tsx";
import { NewTopic } from "./new-topic.tsx";

export type TopicDialog =
  | { readonly kind: "new" }
  | { readonly kind: "publish" | "metadata" | "delete"; readonly name: string };

/** The JSON field is the heaviest part of the screen. */
const Publish = lazy(async () => ({ default: (await import("./publish.tsx")).Publish }));
const Metadata = lazy(async () => ({ default: (await import("./metadata.tsx")).MetadataForm }));

const TITLES = {
  new: "New topic",
  publish: "Publish as the operator",
  metadata: "Metadata",
  delete: "Delete topic",
} as const;

export type TopicDialogsProps = { dialog: TopicDialog | null; onClose: () => void };

export function TopicDialogs({ dialog, onClose }: TopicDialogsProps) {
  const shown = useLast(dialog);
  return (
    <Modal opened={dialog !== null} onClose={onClose} title={shown ? TITLES[shown.kind] : ""} size={520}>
      <Suspense fallback={<Loader size="xs" aria-label="Opening" />}>
        {shown && <Content dialog={shown} onClose={onClose} />}
      </Suspense>
    </Modal>
  );
}

function Content({ dialog, onClose }: { dialog: TopicDialog; onClose: () => void }) {
  switch (dialog.kind) {
    case "new":
      return <NewTopic onClose={onClose} />;
    case "publish":
      return <Publish topic={dialog.name} onClose={onClose} />;
    case "metadata":
      return <Metadata name={dialog.name} onClose={onClose} />;
    case "delete":
      return <DeleteTopic name={dialog.name} onClose={onClose} />;
    default:
      return dialog satisfies never;
  }
}
