// Compiles src/ with solc from npm and writes artifacts/ (or the directory named as argument): ABI and code as JSON.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
// Where package.json's packages were installed: here, or where a build put them.
const modules = resolve(process.env.WCN_CONTRACTS_MODULES ?? join(here, 'node_modules'));
if (!existsSync(modules)) {
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: here, stdio: 'inherit' });
}
const output = resolve(process.argv[2] ?? join(here, 'artifacts'));
const solc = createRequire(join(modules, 'solc', 'package.json'))('solc');

const wanted = {
  'src/Cluster.sol': ['Cluster'],
  '@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol': ['ERC1967Proxy'],
};
const read = (path) => readFileSync(path.startsWith('@') ? join(modules, path) : join(here, path), 'utf8');

const result = JSON.parse(
  solc.compile(
    JSON.stringify({
      language: 'Solidity',
      sources: Object.fromEntries(Object.keys(wanted).map((path) => [path, { content: read(path) }])),
      settings: {
        evmVersion: 'cancun',
        optimizer: { enabled: true, runs: 200 },
        // Without a hash of the sources in it, the code depends on what it does only.
        metadata: { bytecodeHash: 'none', appendCBOR: false },
        outputSelection: Object.fromEntries(
          Object.entries(wanted).map(([path, names]) => [
            path,
            Object.fromEntries(names.map((name) => [name, ['abi', 'evm.bytecode.object', 'evm.deployedBytecode.object']])),
          ]),
        ),
      },
    }),
    { import: (path) => ({ contents: read(path) }) },
  ),
);

for (const problem of result.errors ?? []) {
  console.error(problem.formattedMessage);
}
if (result.errors?.length > 0) {
  process.exit(1);
}
mkdirSync(output, { recursive: true });
for (const [path, names] of Object.entries(wanted)) {
  for (const name of names) {
    const contract = result.contracts[path][name];
    const artifact = { compiler: solc.version(), abi: contract.abi, bytecode: '0x' + contract.evm.bytecode.object };
    writeFileSync(join(output, name + '.json'), JSON.stringify(artifact, null, 1) + '\n');
    console.log(`${name}: ${contract.evm.deployedBytecode.object.length / 2} bytes of code`);
  }
}
