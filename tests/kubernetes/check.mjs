// Reads manifests from standard input, and says what the schemas of Kubernetes have against them, a line each. What is not in
// a schema is no fault to it: another test looks for names that are none.
import { createRequire } from 'node:module';
import { parseAllDocuments } from 'yaml';

const require = createRequire(import.meta.url);
const chunks = [];

for await (const chunk of process.stdin) {
  chunks.push(chunk);
}

let bad = 0;
let good = 0;

for (const document of parseAllDocuments(Buffer.concat(chunks).toString(), { merge: true })) {
  const manifest = document.toJS();
  const name = `${manifest.kind} ${manifest.metadata?.name ?? manifest.metadata?.generateName}`;

  try {
    const [group, version] = manifest.apiVersion.includes('/') ? manifest.apiVersion.split('/') : ['', manifest.apiVersion];
    const models = group.endsWith('monitoring.coreos.com') ? '@kubernetes-models/prometheus-operator/' : 'kubernetes-models/';
    const Model = require(`${models}${group && `${group}/`}${version}/${manifest.kind}`)[manifest.kind];
    new Model(manifest).validate();
    good += 1;
  } catch (error) {
    console.log(`${name}: ${error.message}`);
    bad += 1;
  }
}

console.log(`${good} valid, ${bad} invalid`);
process.exitCode = bad > 0 || good === 0 ? 1 : 0;
