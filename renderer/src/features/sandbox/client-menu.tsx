/** Owns the menu of one client. */
import { Menu } from "@mantine/core";
import {
  IconDots,
  IconEdit,
  IconKey,
  IconMessages,
  IconPlayerStop,
  IconPlugConnected,
  IconPlugConnectedX,
  IconTrash,
} from "@tabler/icons-react";
import { useEffect, useState } from "react";
import type { SandboxClient } from "../../../../broker/contract/sandbox.ts";
import { Button } from "../../ui/button.tsx";
import { ICON } from "../../ui/icons.ts";
import type { SandboxDialog } from "./dialogs.tsx";
import type { Acts } from "./use-acts.ts";

export type Doing = Acts & {
  show: (dialog: SandboxDialog) => void;
  /** Opens the rights of a token. */
  edit: (tokenId: string) => void;
};

/** A menu is made when it is first asked for: a hundred of them cost more than the cards that bear them. */
export function ClientMenu({ client, doing }: { client: SandboxClient; doing: Doing }) {
  const [isMade, setMade] = useState(false);
  const [isOpen, setOpen] = useState(false);
  // Opened after it was made: a menu gives the focus back to where it was when it changed to open.
  useEffect(() => setOpen(isMade), [isMade]);
  const { id, tokenId, state } = client;
  if (!isMade) {
    return (
      <Button
        look="ghost"
        size="small"
        isSquare
        aria-label={`Menu of ${client.name}`}
        aria-haspopup="menu"
        aria-expanded={false}
        onClick={() => setMade(true)}
      >
        <IconDots {...ICON.medium} />
      </Button>
    );
  }
  const isOn = state.kind === "online" || state.kind === "connecting" || state.kind === "waiting";
  const isRepeating = client.repeats.some(({ isRunning }) => isRunning);
  return (
    <Menu position="bottom-end" withinPortal opened={isOpen} onChange={setOpen}>
      <Menu.Target>
        {/* It takes the focus of the button that it replaces, so that the closed menu gives it back. */}
        <Button look="ghost" size="small" isSquare aria-label={`Menu of ${client.name}`} autoFocus>
          <IconDots {...ICON.medium} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {isOn ? (
          <Menu.Item leftSection={<IconPlugConnectedX {...ICON.small} />} onClick={() => doing.disconnect(client)}>
            Disconnect
          </Menu.Item>
        ) : (
          <Menu.Item leftSection={<IconPlugConnected {...ICON.small} />} onClick={() => doing.connect(client)}>
            Connect
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconMessages {...ICON.small} />} onClick={() => doing.show({ kind: "messages", id })}>
          Messages
        </Menu.Item>
        {tokenId !== null && (
          <Menu.Item leftSection={<IconKey {...ICON.small} />} onClick={() => doing.edit(tokenId)}>
            Permissions of its token
          </Menu.Item>
        )}
        {isRepeating && (
          <Menu.Item leftSection={<IconPlayerStop {...ICON.small} />} onClick={() => doing.stopRepeats(client)}>
            Stop repeats
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconEdit {...ICON.small} />} onClick={() => doing.show({ kind: "edit", id })}>
          Edit
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconTrash {...ICON.small} />} onClick={() => doing.show({ kind: "remove", id })}>
          Remove
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
