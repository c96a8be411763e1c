import { Login } from '../../lib/parts';

export default () => <Login home="/element" />;
