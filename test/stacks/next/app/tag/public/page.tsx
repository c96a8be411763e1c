import { Links } from '../../pages';

export default function Public() {
  return (
    <>
      <Links home="/tag" />
      <h1>Public</h1>
    </>
  );
}
