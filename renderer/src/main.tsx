/** Owns the start of the window: host, link, stores, face. */
import { createRoot } from "react-dom/client";
import "@mantine/core/styles.layer.css";
import "@mantine/notifications/styles.layer.css";
import "@mantine/spotlight/styles.layer.css";
import "@fontsource-variable/inter/opsz.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/frame.css";
import "./styles/mantine.css";
import { App } from "./app.tsx";
import { connect } from "./console/connect.ts";
import { hostOf } from "./host/host.ts";
import { fetchAhead } from "./screens.ts";
import { reportUncaught } from "./stores/faults.ts";
import { createPreferencesStore } from "./stores/preferences.ts";
import { screenOfHash } from "./stores/shell.ts";
import { createStores } from "./stores/stores.tsx";

const host = hostOf(window);
fetchAhead(screenOfHash(location.hash));
const stores = createStores(connect(host, window), screenOfHash(location.hash), createPreferencesStore(window));

stores.shell.subscribe(({ screen }, before) => {
  if (screen !== before.screen) history.replaceState(null, "", `#/${screen}`);
});
window.addEventListener("hashchange", () => stores.shell.getState().go(screenOfHash(location.hash)));

reportUncaught(window, stores.report);

const root = document.getElementById("root");
if (root) createRoot(root).render(<App host={host} stores={stores} />);
