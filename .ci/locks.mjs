// After `CI=true dotnet restore`: what was restored is what the committed packages.ci.lock.json files say, package by
// package, with the hash of its content. Packages that come with the SDK have its version and are not compared.
//   node .ci/locks.mjs
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

const ofTheSdk = /^(Microsoft\.NET\.ILLink\.Tasks|(runtime\..+\.)?Microsoft\.DotNet\.ILCompiler)$/;
const git = (...words) => execFileSync("git", words, { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
const files = (...options) => git("ls-files", ...options, "*packages.ci.lock.json").split("\n").filter(Boolean);
const problems = files("--others", "--exclude-standard").map((file) => `${file}: is not committed`);

function packages(text) {
  const found = new Map();
  for (const [framework, resolved] of Object.entries(JSON.parse(text).dependencies)) {
    for (const [name, { type, resolved: version, contentHash }] of Object.entries(resolved)) {
      if (!ofTheSdk.test(name)) found.set(`${framework} ${name}`, `${type} ${version ?? ""} ${contentHash ?? ""}`);
    }
  }
  return found;
}

const committed = files();
if (committed.length === 0) problems.push("no packages.ci.lock.json is committed");
for (const file of committed) {
  if (!existsSync(file)) {
    problems.push(`${file}: is not there`);
    continue;
  }
  const before = packages(git("show", `HEAD:${file}`));
  const now = packages(readFileSync(file, "utf8"));
  for (const name of new Set([...before.keys(), ...now.keys()])) {
    if (before.get(name) !== now.get(name)) {
      const [was, is] = [before, now].map((found) => found.get(name) ?? "nothing");
      problems.push(`${file}: ${name}: committed ${was}, restored ${is}`);
    }
  }
}

for (const problem of problems) console.error(problem);
if (problems.length > 0) {
  console.error("run `CI=true dotnet restore` and commit the packages.ci.lock.json files, if the change is meant");
  process.exit(1);
}
console.log(`${committed.length} packages.ci.lock.json files`);
