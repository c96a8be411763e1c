import { Login } from '../../pages';

export default () => <Login home="/element" />;
