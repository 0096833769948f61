/** Owns the export of what matches: NDJSON or CSV, written part by part. */
import { Menu } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconBraces, IconDownload, IconTable } from "@tabler/icons-react";
import { useState } from "react";
import type { ExportFormat } from "../../../../broker/contract/traffic.ts";
import { refusalOf } from "../../console/refusal.ts";
import { useClient, useTraffic } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { downloadText } from "../../ui/download-text.ts";
import { formatCount, formatPlural } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";

const TYPES = { ndjson: "application/x-ndjson", csv: "text/csv; charset=utf-8" } as const satisfies Record<
  ExportFormat,
  string
>;

export function ExportMenu({ filter }: { filter: string }) {
  const client = useClient();
  const [written, setWritten] = useState<number | null>(null);

  const run = async (format: ExportFormat) => {
    const parts: string[] = [];
    let rows = 0;
    setWritten(0);
    try {
      for (let cursor: string | undefined, isMore = true; isMore; ) {
        const part = await client.traffic.exportPart({ filter, format, ...(cursor ? { cursor } : {}) });
        parts.push(part.text);
        rows += part.rows;
        setWritten(rows);
        cursor = part.nextCursor;
        isMore = cursor !== undefined;
      }
      downloadText(`traffic.${format}`, parts, TYPES[format]);
      notifications.show({ message: `Exported ${formatPlural(rows, "row")}.` });
    } catch (error) {
      notifications.show({ color: "red", title: "Not exported", message: refusalOf(error).message });
    } finally {
      setWritten(null);
    }
  };

  return (
    <Menu position="bottom-end" shadow="md" width={220}>
      <Menu.Target>
        <Button disabled={written !== null}>
          <IconDownload {...ICON.small} />
          {written === null ? "Export" : `${formatCount(written)} rows`}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Matching />
        <Menu.Item leftSection={<IconBraces {...ICON.small} />} onClick={() => run("ndjson")}>
          NDJSON, one row a line
        </Menu.Item>
        <Menu.Item leftSection={<IconTable {...ICON.small} />} onClick={() => run("csv")}>
          CSV, for a spreadsheet
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Counts on while the menu is open, and costs nothing while it is not. */
function Matching() {
  const matched = useTraffic((state) => state.counts?.matched ?? 0);
  return <Menu.Label>{formatPlural(matched, "matching row")}</Menu.Label>;
}
