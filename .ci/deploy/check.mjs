// deploy/ without Terraform: every file parses, is formatted as `terraform fmt` would, and its names hold together;
// arguments, their values and metrics are those that the provider and the services publish (published.txt); the stack
// gives the module all that it takes, and the example of docs/deploy.md what it needs. Actions and base images are
// named by digest.
// What needs the provider's schema is checked by `terraform validate` in .github/workflows/build.yml.
//   npm ci --prefix .ci/deploy && node .ci/deploy/check.mjs
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import tools from "@cdktf/hcl-tools";
import hcl from "@cdktf/hcl2json";

const { format } = tools;
const { parse } = hcl;
const problems = [];

// A folder with Terraform files: the stack, and the module that it calls.
async function read(folder) {
  const module = { folder, var: {}, local: {}, output: {}, blocks: {}, calls: {}, values: {}, text: "" };
  for (const file of readdirSync(folder).filter((name) => /\.(tf|tfvars|example)$/.test(name))) {
    const content = readFileSync(join(folder, file), "utf8");
    let tree;
    try {
      tree = await parse(file, content);
    } catch (error) {
      problems.push(`${folder}/${file}: ${error.message ?? error}`);
      continue;
    }

    if ((await format(content)) !== content) problems.push(`${folder}/${file}: is not formatted; run \`terraform fmt\` in ${folder}`);
    if (file.endsWith(".example")) {
      Object.assign(module.values, tree);
      continue;
    }

    module.text += content.replace(/^\s*#.*$/gm, "");
    for (const [name, [variable]] of Object.entries(tree.variable ?? {})) module.var[name] = { file, ...variable };
    for (const [name, [output]] of Object.entries(tree.output ?? {})) module.output[name] = { file, ...output };
    for (const [name, [call]] of Object.entries(tree.module ?? {})) module.calls[name] = { file, ...call };
    for (const locals of tree.locals ?? []) for (const [name, value] of Object.entries(locals)) module.local[name] = { file, value };
    for (const [kind, prefix] of [["resource", ""], ["data", "data."]]) {
      for (const [type, named] of Object.entries(tree[kind] ?? {})) {
        for (const [name, [body]] of Object.entries(named)) module.blocks[`${prefix}${type}.${name}`] = { file, type: prefix + type, body };
      }
    }
  }
  return module;
}

function checkNames({ folder, text, blocks, ...declared }) {
  for (const kind of ["var", "local"]) {
    const used = new Set([...text.matchAll(new RegExp(`(?<![\\w.])${kind}\\.([a-z_0-9]+)`, "g"))].map((match) => match[1]));
    for (const name of used) if (!declared[kind][name]) problems.push(`${folder}: ${kind}.${name} is used and not declared`);
    for (const [name, { file }] of Object.entries(declared[kind])) if (!used.has(name)) problems.push(`${folder}/${file}: ${kind}.${name} is declared and not used`);
  }
  for (const [address] of text.matchAll(/(?<![\w.])(?:data\.)?oci_[a-z_]+\.[a-z_]+/g)) {
    if (!blocks[address]) problems.push(`${folder}: ${address} is used and not declared`);
  }
  for (const [name, { file, description, type }] of Object.entries(declared.var)) {
    if (!description || !type) problems.push(`${folder}/${file}: variable ${name} needs a description and a type`);
  }
  for (const [name, { file, description }] of Object.entries(declared.output)) {
    if (!description) problems.push(`${folder}/${file}: output ${name} needs a description`);
  }
}

// A call gives every variable of the module that has no default, and none that the module lacks.
function checkCall(stack, name, module) {
  const { file, source, providers, count, for_each, depends_on, ...given } = stack.calls[name];
  const place = `${stack.folder}/${file}: module ${name}`;
  for (const key of Object.keys(given)) if (!module.var[key]) problems.push(`${place}: the module has no variable ${key}`);
  for (const [key, variable] of Object.entries(module.var)) {
    if (!(key in given)) problems.push(`${place}: ${key} is not given${"default" in variable ? ", so that its value cannot be set" : ""}`);
  }
  for (const [, output] of stack.text.matchAll(new RegExp(`module\\.${name}\\.([a-z_]+)`, "g"))) {
    if (!module.output[output]) problems.push(`${place}: the module has no output ${output}`);
  }
  for (const output of Object.keys(module.output)) {
    if (!stack.output[output]) problems.push(`${place}: output ${output} of the module is no output of the stack`);
  }
}

// The example of docs/deploy.md calls the module as another repository would, with what it needs.
async function checkExample(page, module) {
  const text = /^```hcl\n(.*?)^```/ms.exec(readFileSync(page, "utf8"))[1];
  if ((await format(text)) !== text) problems.push(`${page}: the example is not formatted as \`terraform fmt\` would`);
  const { source, for_each, providers, ...given } = (await parse("example.tf", text)).module.dispatcher[0];
  for (const key of Object.keys(given))
    if (!module.var[key]) problems.push(`${page}: the module has no variable ${key}`);
  for (const [key, variable] of Object.entries(module.var)) {
    if (!("default" in variable) && !(key in given)) problems.push(`${page}: the example must give ${key}`);
  }
}

// What is published: arguments as { name: { required, block } }, values by address, dimensions by metric.
function readPublished(file) {
  const published = { types: {}, values: {}, metrics: {} };
  const lines = readFileSync(file, "utf8").replace(/\n  +/g, " ").split("\n");
  for (const line of lines.filter((line) => line !== "" && !line.startsWith("#"))) {
    const [subject, rest] = line.split(": ");
    const words = rest.match(/[^\s[\]]+|[[\]]/g);
    if (subject.startsWith("values ")) published.values[subject.slice("values ".length)] = words;
    else if (subject.startsWith("metric ")) published.metrics[subject.slice("metric ".length)] = words;
    else published.types[subject] = readArguments(words);
  }
  return published;
}

function readArguments(words) {
  const block = {};
  let last;
  while (words.length > 0 && words[0] !== "]") {
    const word = words.shift();
    if (word === "[") {
      last.block = readArguments(words);
      words.shift();
    } else {
      block[word.replace("+", "")] = last = { required: word.startsWith("+") };
    }
  }
  return block;
}

const meta = ["count", "for_each", "depends_on", "lifecycle", "provider", "timeouts"];

function checkArguments(place, type, body, known, path, published) {
  const blocks = Object.entries(body.dynamic ?? {}).map(([name, dynamic]) => [name, dynamic.flatMap((one) => one.content)]);
  const given = { ...body, ...Object.fromEntries(blocks) };
  delete given.dynamic;
  for (const [name, value] of Object.entries(given)) {
    if (path === "" && meta.includes(name)) continue;
    const at = `${place}: ${path}${name}`;
    if (!known[name]) problems.push(`${at} is no argument of ${type}`);
    else if (known[name].block) for (const inner of [value].flat()) checkArguments(place, type, inner, known[name].block, `${path}${name}.`, published);
    else {
      const values = published.values[`${type} ${path}${name}`];
      if (values && !String(value).startsWith("${") && !values.includes(value)) problems.push(`${at} is ${value}; ${type} takes ${values.join(", ")}`);
    }
  }
  for (const [name, { required }] of Object.entries(known)) {
    if (required && !(name in given)) problems.push(`${place}: ${type} needs ${path}${name}`);
  }
}

// An alarm asks for a metric that is published, or that a connector of the module counts, by its dimensions.
function checkAlarms({ folder, text }, metrics) {
  let found = 0;
  for (const [, namespace, query] of text.matchAll(/namespace\s+= "([a-z_]+)"\s+query\s+= "((?:[^"\\]|\\.)*)"/g)) {
    found++;
    const [, metric, dimensions] = /^(\w+|\$\{name\})\[[^\]]+\](?:\{(.*)\})?\./.exec(query) ?? [];
    if (namespace === "dispatcher") continue;
    const known = metrics[`${namespace} ${metric}`];
    if (!known) problems.push(`${folder}: an alarm asks for ${namespace} ${metric}, which .ci/deploy/published.txt has not`);
    for (const [, name] of (dimensions ?? "").matchAll(/(\w+) =~? /g)) {
      if (known && !known.includes(name)) problems.push(`${folder}: ${namespace} ${metric} has no dimension ${name}`);
    }
  }
  return found;
}

const stack = await read("deploy");
const module = await read("deploy/module");
const published = readPublished(".ci/deploy/published.txt");
for (const folder of [stack, module]) {
  checkNames(folder);
  for (const [address, { file, type, body }] of Object.entries(folder.blocks)) {
    const place = `${folder.folder}/${file}: ${address}`;
    if (published.types[type]) checkArguments(place, type, body, published.types[type], "", published);
    else problems.push(`${place}: .ci/deploy/published.txt has no ${type}; add its arguments from the provider's page`);
  }
}
checkCall(stack, "dispatcher", module);
await checkExample("docs/deploy.md", module);
const alarms = checkAlarms(module, published.metrics);
for (const name of Object.keys(stack.values)) {
  if (!stack.var[name]) problems.push(`deploy/terraform.tfvars.example: ${name} is no variable`);
}
for (const [name, variable] of Object.entries(stack.var)) {
  if (!("default" in variable) && !(name in stack.values)) problems.push(`deploy/terraform.tfvars.example: ${name} has no default and must be there`);
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
console.log(
  `deploy/: ${Object.keys(module.blocks).length} resources, ${Object.keys(stack.var).length} variables, ` +
    `${Object.keys(stack.output).length} outputs, ${alarms} queries of alarms`,
);
