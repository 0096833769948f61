/** A second checkout of this repository at another commit, beside this one for as long as a benchmark compares the two. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

export interface CommitCheckout {
  readonly folder: string;
  /** The commit's short name and subject. */
  readonly title: string;
  /** Removes the folder; harmless when it is gone. */
  remove(): void;
}

/**
 * Checks `commit` out into a temporary folder. Its packages are this checkout's when both lock files are the same, else `npm ci` fetches its own.
 * @param commit anything that git resolves to a commit
 * @throws Error in one sentence when there is no such commit, or no git
 */
export function checkOutCommit(commit: string): CommitCheckout {
  const title = git(["log", "-1", "--format=%h %s", commit, "--"], `There is no commit ${commit} here`).trim();
  const parent = mkdtempSync(join(tmpdir(), "signalbox-against-"));
  const folder = join(parent, "checkout");
  const remove = (): void => {
    rmSync(parent, { recursive: true, force: true });
    git(["worktree", "prune"], "git could not forget the checkout");
  };
  try {
    git(["worktree", "add", "--quiet", "--detach", folder, commit], `git could not check out ${commit}`);
    if (
      readFileSync(join(folder, "package-lock.json"), "utf8") === readFileSync(join(ROOT, "package-lock.json"), "utf8")
    )
      symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    else
      execFileSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
    const server = join(folder, "bench/servers/ours.ts");
    if (!existsSync(server)) throw new Error(`${title}: this commit has no benchmark server to compare with`);
    return { folder, title, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

function git(args: readonly string[], complaint: string): string {
  try {
    return execFileSync("git", args, { cwd: ROOT, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    const said =
      error instanceof Error && "stderr" in error ? String(error.stderr).trim().split("\n")[0] : String(error);
    throw new Error(`${complaint}: ${said}`);
  }
}
