/** Owns the Access screen: the matrix, what saving does, the tester, and the dialogs over them. */
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
import { ToolButton } from "../../ui/tool-button.tsx";
import { useWindowWidth } from "../../ui/use-window-width.ts";
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
  const width = useWindowWidth();
  const isWide = width === "wide";
  const summary = `${formatPlural(tokens, "token")}, ${formatPlural(tags, "tag")}, ${enforcement} enforcement`;
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
        {width !== "slim" && (
          <span className={`${text.third} ${text.cut}`} style={{ marginLeft: 8 }} title={summary}>
            {summary}
          </span>
        )}
        <span className={text.grow} />
        {!isWide && (
          <Button aria-pressed={isTesterAsked} onClick={() => setTesterAsked(!isTesterAsked)}>
            Tester
          </Button>
        )}
        <ToolButton
          icon={<IconHistory {...ICON.small} />}
          label="Audit"
          hasWord={isWide}
          onClick={() => open("audit")}
        />
        <ToolButton
          icon={<IconMessageReply {...ICON.small} />}
          label="Auto-replies"
          hasWord={isWide}
          onClick={() => open("replies")}
        />
        <ToolButton
          icon={<IconTemplate {...ICON.small} />}
          label="Templates"
          hasWord={isWide}
          onClick={() => open("templates")}
        />
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
          <Matrix filter={filter} onClearFilter={() => setFilter("")} />
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
