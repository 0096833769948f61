/** Owns bringing the broker up on a desktop: its settings, its key, and the question when its port is taken. */
import type { Dialog } from "electron";
import { type DesktopSettings, rememberPort } from "./desktop-settings.ts";
import { type Engine, type EngineSurroundings, isPortBusy, startEngine } from "./engine-host.ts";
import { type Keychain, openKeychainSecrets } from "./keychain-secrets.ts";
import { nextFreePort, openOnPort, portQuestion } from "./port-busy.ts";

export interface BrokerStart extends Omit<EngineSurroundings, "host" | "port" | "secrets"> {
  readonly settings: DesktopSettings;
  readonly settingsFile: string;
  readonly keychain: Keychain;
  readonly keyFile: string;
  readonly platform: NodeJS.Platform;
  readonly dialog: Pick<Dialog, "showMessageBox">;
}

/** The app must be ready. Undefined when the person chose to quit. @throws StartError, or Error of the keychain */
export async function startBroker(start: BrokerStart): Promise<Engine | undefined> {
  const { settings, settingsFile, keychain, keyFile, platform, dialog, ...surroundings } = start;
  const { host, port } = settings;
  const secrets = await openKeychainSecrets(keychain, keyFile, platform);
  return openOnPort({
    port,
    open: (wished) => startEngine({ ...surroundings, host, port: wished, secrets }),
    isBusy: isPortBusy,
    ask: async (busy) => {
      const free = await nextFreePort(busy, host);
      const question = portQuestion(busy, free);
      const { response, checkboxChecked } = await dialog.showMessageBox(question.options);
      return { choice: question.choice(response, checkboxChecked), free };
    },
    remember: (chosen) => rememberPort(settingsFile, chosen),
  });
}
