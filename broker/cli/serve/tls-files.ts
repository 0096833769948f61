/** Certificate and key of TLS, read from files and looked through before anything is opened. */
import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { decodeText } from "../../contract/text-encoding.ts";
import { textOf, usage } from "../failure.ts";

/** @throws Failure 2 naming the file that is wrong: Node would serve TLS without a certificate, which no client can use */
export function readTls(certFile: string, keyFile: string): { readonly cert: string; readonly key: string } {
  const cert = readPem("--tls-cert", certFile);
  const key = readPem("--tls-key", keyFile);
  const certificate = parsed(() => new X509Certificate(cert), `--tls-cert: ${certFile} holds no certificate`);
  const privateKey = parsed<KeyObject>(() => createPrivateKey(key), `--tls-key: ${keyFile} holds no private key`);
  if (!certificate.checkPrivateKey(privateKey)) {
    throw usage(`--tls-key: ${keyFile} does not belong to the certificate ${certFile}; name the files of one pair`);
  }
  return { cert, key };
}

function readPem(flag: string, file: string): string {
  try {
    return decodeText(readFileSync(file));
  } catch (error) {
    throw usage(`${flag}: ${file} cannot be read (${textOf(error)}); name a PEM file`);
  }
}

function parsed<T>(parse: () => T, what: string): T {
  try {
    return parse();
  } catch (error) {
    throw usage(`${what} that can be used (${textOf(error)}); name a PEM file without a passphrase`);
  }
}
