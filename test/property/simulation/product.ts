import { join } from 'node:path';
import { build, type Plugin } from 'vite';
import type * as Product from '../../../src/index.js';

/** One page's instance of the product: the files of src/ themselves, with that page's globals in place of the real ones. */
export type Load = (globals: Readonly<Record<string, unknown>>) => typeof Product;

/** Replaces what a module of src/ exports, by a module that may import the right one as `real`. */
export interface Mutant {
  readonly module: 'core/record' | 'core/machine' | 'core/state' | 'tabs/channel' | 'tabs/locks' | 'server/request';
  readonly code: string;
}

const src = `${process.env.SRC ?? join(import.meta.dirname, '../../../src')}/`;
const REAL = '?real';

const inject = ({ module, code }: Mutant): Plugin => {
  const file = `${src}${module}.ts`;
  return {
    name: 'mutant',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      if (source === `real`) return file + REAL;
      const resolved = await this.resolve(source, importer, { ...options, skipSelf: true });
      return resolved?.id === file ? '\0mutant' : null;
    },
    load: (id) => (id === '\0mutant' ? `import * as real from 'real';\nexport * from 'real';\n${code}` : null),
  };
};

export async function loadProduct(mutant?: Mutant): Promise<Load> {
  const output = await build({
    configFile: false,
    logLevel: 'silent',
    plugins: mutant ? [inject(mutant)] : [],
    build: {
      write: false,
      minify: false,
      target: 'es2022',
      lib: { entry: `${src}index.ts`, formats: ['iife'], name: 'stillhere' },
    },
  });
  const [built] = Array.isArray(output) ? output : [output];
  const [chunk] = built && 'output' in built ? built.output : [];
  if (chunk?.type !== 'chunk') throw new Error('nothing was built');
  let made: { names: string; run: (...values: unknown[]) => typeof Product } | undefined;
  return (globals) => {
    const names = Object.keys(globals).join();
    // A page without BroadcastChannel, say, has a parameter of that name that is undefined.
    if (made?.names !== names)
      made = { names, run: new Function(names, `${chunk.code}\nreturn stillhere`) as NonNullable<typeof made>['run'] };
    return made.run(...Object.values(globals));
  };
}
