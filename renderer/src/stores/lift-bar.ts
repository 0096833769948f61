/** Owns letting a token in again that an operator has barred, and the words for what came of it. */
import type { ConsoleClient } from "../console/client.ts";
import { refusalOf } from "../console/refusal.ts";

export type Notice = {
  readonly title: string;
  readonly message: string;
  readonly color?: "red";
};

export async function liftBar(client: Pick<ConsoleClient, "tokens">, tokenId: string): Promise<Notice> {
  try {
    const { name } = await client.tokens.liftBar({ id: tokenId });
    return { title: "The bar is lifted", message: `${name ?? tokenId} may come again.` };
  } catch (error) {
    return { color: "red", title: "The bar stays", message: refusalOf(error).message };
  }
}
