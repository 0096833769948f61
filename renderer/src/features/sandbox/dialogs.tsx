/** Owns which dialog of the sandbox is open. */
import { Drawer, Modal } from "@mantine/core";
import { useSandbox } from "../../stores/stores.tsx";
import { ClientForm } from "./client-form.tsx";
import { MessagesPanel } from "./messages-panel.tsx";

export type SandboxDialog =
  | { readonly kind: "add" }
  | { readonly kind: "edit"; readonly id: string }
  | { readonly kind: "messages"; readonly id: string };

export function Dialogs({ dialog, onClose }: { dialog: SandboxDialog | null; onClose: () => void }) {
  const clients = useSandbox((state) => state.clients);
  const id = dialog === null || dialog.kind === "add" ? undefined : dialog.id;
  const client = clients.find((each) => each.id === id);
  const isForm = dialog?.kind === "add" || (dialog?.kind === "edit" && client !== undefined);
  return (
    <>
      <Modal
        opened={isForm}
        onClose={onClose}
        title={dialog?.kind === "edit" ? `Edit ${client?.name ?? ""}` : "Add client"}
        size={480}
        // A click beside the dialog must not lose what was typed.
        closeOnClickOutside={false}
      >
        {isForm && <ClientForm client={dialog?.kind === "edit" ? client : undefined} onClose={onClose} />}
      </Modal>
      <Drawer
        opened={dialog?.kind === "messages" && client !== undefined}
        onClose={onClose}
        title={`Messages of ${client?.name ?? ""}`}
        size={560}
        closeButtonProps={{ "aria-label": "Close" }}
      >
        {dialog?.kind === "messages" && client !== undefined && <MessagesPanel client={client} />}
      </Drawer>
    </>
  );
}
