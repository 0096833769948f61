/** Owns the page that shows the OpenAPI document: plain HTML without a script, so that it works offline and under our own policy. */
import { escapeHtml, page } from "./pages.ts";

/** The parts of an OpenAPI document that the page shows. */
export interface ApiDocument {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  readonly paths?: Readonly<Record<string, unknown>>;
}

const METHODS = ["get", "post", "put", "patch", "delete"] as const;
const STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1.5rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
details { border-top: 1px solid #8884; padding: 0.35rem 0; }
summary { cursor: pointer; font-family: ui-monospace, monospace; }
summary b { display: inline-block; width: 4.5rem; }
pre { overflow: auto; max-height: 24rem; padding: 0.75rem; background: #8881; font-size: 12.5px; }
`;

export function docsPage(document: ApiDocument): string {
  const { title, version, description = "" } = document.info;
  const groups = Object.groupBy(operationsOf(document), ({ group }) => group);
  const sections = Object.entries(groups).map(
    ([group, operations = []]) => `<h2>${escapeHtml(group)}</h2>${operations.map(operationHtml).join("")}`,
  );
  return page(
    title,
    `<h1>${escapeHtml(title)} <small>${escapeHtml(version)}</small></h1>
<p>${escapeHtml(description)}</p>
<p>Send <code>Authorization: Bearer &lt;admin key&gt;</code>. The document itself: <a href="/api/v1/openapi.json">openapi.json</a></p>
${sections.join("\n")}`,
    STYLE,
  );
}

interface Operation {
  readonly group: string;
  readonly method: string;
  readonly path: string;
  readonly parts: Readonly<Record<string, unknown>>;
}

function operationsOf({ paths = {} }: ApiDocument): Operation[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const parts = record(record(item)[method]);
      if (Object.keys(parts).length === 0) return [];
      const [group] = Array.isArray(parts.tags) ? parts.tags : [];
      return [{ group: String(group ?? "other"), method: method.toUpperCase(), path, parts }];
    }),
  );
}

function operationHtml({ method, path, parts }: Operation): string {
  const shown = { parameters: parts.parameters, requestBody: parts.requestBody, responses: successes(parts.responses) };
  return `<details><summary><b>${method}</b> ${escapeHtml(path)}</summary>
<pre>${escapeHtml(JSON.stringify(shown, null, 2))}</pre></details>`;
}

/** Refusals look the same everywhere and would hide the answer that was asked for. */
function successes(responses: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record(responses)).filter(([status]) => status.startsWith("2")));
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
