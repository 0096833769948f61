/** Text of a file that a person chose, in the encodings of their tools. */
import { decodeText } from "../../../broker/contract/text-encoding.ts";

/** @throws EncodingError with a sentence that says what to do */
export async function readText(file: Blob): Promise<string> {
  return decodeText(new Uint8Array(await file.arrayBuffer()));
}
