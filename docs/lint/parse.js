// Reads an AsyncAPI document by the parser that generators and other tools of AsyncAPI use.
import { readFile } from 'node:fs/promises';
import { Parser } from '@asyncapi/parser';

const file = process.argv[2];
const { document, diagnostics } = await new Parser().parse(await readFile(file, 'utf8'));
const faults = diagnostics.filter(({ code }) => code !== 'asyncapi-latest-version');

for (const { path, message } of faults) {
  console.error(`${file} ${path.join('.')}: ${message}`);
}

if (!document || faults.length > 0) {
  process.exit(1);
}

console.log(`${file}: ${document.channels().all().length} channels, ${document.messages().all().length} messages`);
