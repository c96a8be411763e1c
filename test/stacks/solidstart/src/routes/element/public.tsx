import { Links } from '../../lib/parts';

export default () => (
  <>
    <Links home="/element" />
    <h1>Public</h1>
  </>
);
