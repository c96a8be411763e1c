import { LoginTag } from '../session';

export default () => <LoginTag />;
