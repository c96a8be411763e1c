import { Links } from '../../pages';

export default function Public() {
  return (
    <>
      <Links home="/element" />
      <h1>Public</h1>
    </>
  );
}
