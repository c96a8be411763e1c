export default () => <h1>Letter</h1>;
