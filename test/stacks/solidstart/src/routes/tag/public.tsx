import { Links } from '../../lib/parts';

export default () => (
  <>
    <Links home="/tag" />
    <h1>Public</h1>
  </>
);
