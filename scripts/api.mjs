import process from 'node:process';
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';

/*
 * Writes what the package's types promise into api/, where a change of it can be read in a commit. With --check nothing is
 * written there: it fails where the report is not what the built types give.
 */

const REPORTS = { stillhere: 'index', dialog: 'dialog', 'save-forms': 'save-forms' };
const checkOnly = process.argv.includes('--check');

const report = (name, file) => {
  const entry = `${process.cwd()}/dist/${file}.d.ts`;
  const config = ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: `${process.cwd()}/package.json`,
    configObject: {
      projectFolder: process.cwd(),
      newlineKind: 'lf',
      mainEntryPointFilePath: entry,
      // The one that the reference is made with.
      compiler: { tsconfigFilePath: '<projectFolder>/docs/reference/tsconfig.json' },
      apiReport: {
        enabled: true,
        reportFileName: name,
        reportFolder: '<projectFolder>/api',
        reportTempFolder: '<projectFolder>/build/api',
        includeForgottenExports: true,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: { extractorMessageReporting: { default: { logLevel: 'none' } } },
    },
  });
  return Extractor.invoke(config, {
    localBuild: !checkOnly,
    messageCallback: (message) => {
      // Errors are told by it; the rest is said below.
      message.handled = message.logLevel !== 'error';
    },
  });
};

for (const [name, file] of Object.entries(REPORTS)) {
  const { succeeded, apiReportChanged, errorCount } = report(name, file);
  if (errorCount || (checkOnly && (apiReportChanged || !succeeded))) {
    console.error(`api/${name}.api.md is not what the types give: run \`npm run api\`, and commit what it changes.`);
    process.exitCode = 1;
  }
}
