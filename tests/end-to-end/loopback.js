// Loaded with Node's `--require`. A server that would listen on every address of the machine, and
// has no setting for this, then listens only on 127.0.0.1.
const { Server } = require("node:net");

const listen = Server.prototype.listen;
Server.prototype.listen = function (port, ...more) {
  const then = more.find((argument) => typeof argument === "function");
  return listen.call(
    this,
    { ...(typeof port === "object" ? port : { port }), host: "127.0.0.1" },
    then,
  );
};
