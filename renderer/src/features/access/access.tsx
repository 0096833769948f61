/** Owns the Access screen: the matrix, what saving does, the tester, and the dialogs over them. */
import { useMediaQuery } from "@mantine/hooks";
import { IconHistory, IconMessageReply, IconPlus, IconSearch, IconTemplate } from "@tabler/icons-react";
import { useState } from "react";
import { useLive, useShell } from "../../stores/stores.tsx";
import { useCapsOf } from "../../stores/use-commands.ts";
import { Button } from "../../ui/button.tsx";
import { formatPlural } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import { KeyCaps } from "../../ui/key-cap.tsx";
import screen from "../../ui/screen.module.css";
import { SearchField } from "../../ui/search-field.tsx";
import text from "../../ui/text.module.css";
import { AuditDrawer } from "./audit-drawer.tsx";
import { Dialogs } from "./dialogs.tsx";
import { Matrix } from "./matrix.tsx";
import { RepliesDrawer } from "./replies-drawer.tsx";
import { SaveBar } from "./save-bar.tsx";
import { TemplatesDrawer } from "./templates-drawer.tsx";
import { Tester } from "./tester.tsx";
import { useAccessKeys } from "./use-access-keys.ts";

export function AccessScreen() {
  const tokens = useLive((data) => data.tokens.size);
  const tags = useLive((data) => data.tags.size);
  const enforcement = useLive((data) => data.settings.enforcement);
  const { open, openDialog } = useShell((state) => state);
  const newCaps = useCapsOf("token.new");
  const [filter, setFilter] = useState("");
  const [isTesterAsked, setTesterAsked] = useState(false);
  const isNarrow = useMediaQuery("(max-width: 1179px)");
  useAccessKeys();
  return (
    <div className={screen.screen}>
      <div className={screen.head}>
        <h1>Access</h1>
        <SearchField
          label="Filter tokens and tags"
          placeholder="Filter tokens and tags"
          icon={<IconSearch {...ICON.small} />}
          width={224}
          value={filter}
          onChange={setFilter}
        />
        <span className={`${text.third} ${text.cut}`} style={{ marginLeft: 8 }}>
          {formatPlural(tokens, "token")}, {formatPlural(tags, "tag")}, {enforcement} enforcement
        </span>
        <span className={text.grow} />
        {isNarrow && (
          <Button aria-pressed={isTesterAsked} onClick={() => setTesterAsked(!isTesterAsked)}>
            Tester
          </Button>
        )}
        <Button onClick={() => open("audit")}>
          <IconHistory {...ICON.small} />
          Audit
        </Button>
        <Button onClick={() => open("replies")}>
          <IconMessageReply {...ICON.small} />
          Auto-replies
        </Button>
        <Button onClick={() => open("templates")}>
          <IconTemplate {...ICON.small} />
          Templates
        </Button>
        <Button onClick={() => openDialog({ kind: "new-tag" })}>
          <IconPlus {...ICON.small} />
          New tag
        </Button>
        <Button onClick={() => openDialog({ kind: "new-token" })}>
          <IconPlus {...ICON.small} />
          New token <KeyCaps caps={newCaps} />
        </Button>
      </div>
      <div className={screen.split}>
        <section className={screen.left} aria-label="Permissions">
          <Matrix filter={filter} />
          <SaveBar />
        </section>
        <Tester isAsked={isTesterAsked} />
      </div>
      <Dialogs />
      <AuditDrawer />
      <RepliesDrawer />
      <TemplatesDrawer />
    </div>
  );
}
