// deploy/ without Terraform: every file parses, is formatted as `terraform fmt` would, and its names hold together.
// Actions and base images are named by digest.
// What needs the provider's schema is checked by `terraform validate` in .github/workflows/build.yml.
//   npm ci --prefix .ci/deploy && node .ci/deploy/check.mjs
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import tools from "@cdktf/hcl-tools";
import hcl from "@cdktf/hcl2json";

const { format } = tools;
const { parse } = hcl;
const problems = [];
const declared = { var: {}, local: {}, output: {} };
const blocks = {}; // resources and data, by the address an expression uses
const values = {}; // of terraform.tfvars.example
let text = "";

for (const file of readdirSync("deploy").filter((name) => /\.(tf|tfvars|example)$/.test(name))) {
  const content = readFileSync(join("deploy", file), "utf8");
  let tree;
  try {
    tree = await parse(file, content);
  } catch (error) {
    problems.push(`deploy/${file}: ${error.message ?? error}`);
    continue;
  }

  if ((await format(content)) !== content) problems.push(`deploy/${file}: is not formatted; run \`terraform fmt\` in deploy/`);
  if (file.endsWith(".example")) {
    Object.assign(values, tree);
    continue;
  }

  text += content.replace(/^\s*#.*$/gm, "");
  for (const [name, [variable]] of Object.entries(tree.variable ?? {})) declared.var[name] = { file, ...variable };
  for (const [name, [output]] of Object.entries(tree.output ?? {})) declared.output[name] = { file, ...output };
  for (const locals of tree.locals ?? []) for (const name of Object.keys(locals)) declared.local[name] = { file };
  for (const [type, named] of Object.entries(tree.resource ?? {})) for (const name of Object.keys(named)) blocks[`${type}.${name}`] = file;
  for (const [type, named] of Object.entries(tree.data ?? {})) for (const name of Object.keys(named)) blocks[`data.${type}.${name}`] = file;
}

for (const kind of ["var", "local"]) {
  const used = new Set([...text.matchAll(new RegExp(`(?<![\\w.])${kind}\\.([a-z_0-9]+)`, "g"))].map((match) => match[1]));
  for (const name of used) if (!declared[kind][name]) problems.push(`deploy/: ${kind}.${name} is used and not declared`);
  for (const [name, { file }] of Object.entries(declared[kind])) if (!used.has(name)) problems.push(`deploy/${file}: ${kind}.${name} is declared and not used`);
}

for (const [address] of text.matchAll(/(?<![\w.])(?:data\.)?oci_[a-z_]+\.[a-z_]+/g)) {
  if (!blocks[address]) problems.push(`deploy/: ${address} is used and not declared`);
}

for (const [name, { file, description, type }] of Object.entries(declared.var)) {
  if (!description || !type) problems.push(`deploy/${file}: variable ${name} needs a description and a type`);
}
for (const [name, { file, description }] of Object.entries(declared.output)) {
  if (!description) problems.push(`deploy/${file}: output ${name} needs a description`);
}
for (const name of Object.keys(values)) {
  if (!declared.var[name]) problems.push(`deploy/terraform.tfvars.example: ${name} is no variable`);
}
for (const [name, variable] of Object.entries(declared.var)) {
  if (!("default" in variable) && !(name in values)) problems.push(`deploy/terraform.tfvars.example: ${name} has no default and must be there`);
}

// Workflows: a tag can be moved, a digest cannot; and code of a pull request must not find the token that fetched it.
// The same for the action that others use, and for the workflow that `dispatcher init` writes.
const workflows = ".github/workflows";
const calling = readdirSync(workflows).map((file) => join(workflows, file));
calling.push(".github/actions/routes/action.yml", "src/Dispatcher.Cli/Init/Template/dot-github/workflows/routes.yml");
for (const file of calling) {
  const lines = readFileSync(file, "utf8").split("\n");
  lines.forEach((line, index) => {
    const used = /^\s*(?:- )?uses: (.*)$/.exec(line)?.[1];
    if (used === undefined) return;
    const place = `${file}:${index + 1}`;
    if (!/^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(used)) {
      problems.push(`${place}: ${used} is not pinned; write the commit and behind it the version, @<40 hex digits> # v1.2.3`);
    }
    const step = lines.slice(index + 1, index + 6).join("\n").split(/^\s*- /m)[0];
    if (used.startsWith("actions/checkout@") && !/persist-credentials: false/.test(step)) {
      problems.push(`${place}: the checkout leaves the token behind; add persist-credentials: false`);
    }
  });
}
for (const [, image] of readFileSync("Dockerfile", "utf8").matchAll(/^FROM (?:--platform=\S+ )?(\S+\.\S+)/gm)) {
  if (!/@sha256:[0-9a-f]{64}$/.test(image)) problems.push(`Dockerfile: ${image} is not pinned; write its digest, @sha256:…`);
}

for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
console.log(`deploy/: ${Object.keys(blocks).length} resources, ${Object.keys(declared.var).length} variables, ${Object.keys(declared.output).length} outputs`);
