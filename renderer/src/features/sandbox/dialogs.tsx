/** Owns which dialog of the sandbox is open. */
import { Drawer, Modal } from "@mantine/core";
import { useSandbox } from "../../stores/stores.tsx";
import { useLast } from "../../ui/use-last.ts";
import { ClientForm } from "./client-form.tsx";
import { MessagesPanel } from "./messages-panel.tsx";
import { RemoveClient } from "./remove-client.tsx";

export type SandboxDialog =
  | { readonly kind: "add" }
  | { readonly kind: "edit"; readonly id: string }
  | { readonly kind: "remove"; readonly id: string }
  | { readonly kind: "messages"; readonly id: string };

export function Dialogs({ dialog, onClose }: { dialog: SandboxDialog | null; onClose: () => void }) {
  const clients = useSandbox((state) => state.clients);
  const shown = useLast(dialog);
  const id = shown === null || shown.kind === "add" ? undefined : shown.id;
  const client = clients.find((each) => each.id === id);
  const isForm = shown?.kind === "add" || (shown?.kind === "edit" && client !== undefined);
  const isRemoval = shown?.kind === "remove" && client !== undefined;
  const isMessages = shown?.kind === "messages" && client !== undefined;
  return (
    <>
      <Modal
        opened={dialog !== null && isForm}
        onClose={onClose}
        title={shown?.kind === "edit" ? `Edit ${client?.name ?? ""}` : "Add client"}
        size={480}
        // A click beside the dialog must not lose what was typed.
        closeOnClickOutside={false}
      >
        {isForm && <ClientForm client={shown?.kind === "edit" ? client : undefined} onClose={onClose} />}
      </Modal>
      <Modal opened={dialog !== null && isRemoval} onClose={onClose} title={`Remove ${client?.name ?? ""}`} size={480}>
        {isRemoval && <RemoveClient client={client} onClose={onClose} />}
      </Modal>
      <Drawer
        opened={dialog !== null && isMessages}
        onClose={onClose}
        title={`Messages of ${client?.name ?? ""}`}
        size={560}
        closeButtonProps={{ "aria-label": "Close" }}
      >
        {isMessages && <MessagesPanel client={client} />}
      </Drawer>
    </>
  );
}
