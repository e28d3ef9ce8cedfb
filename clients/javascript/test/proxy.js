import { connect, createServer } from "node:net";

/** A network between a client and a service, which can be broken. */
export class Proxy {
  #server;
  #pairs = new Set();
  /** Takes connections, and lets nothing through. */
  isDead = false;
  /** Lets through what the client says, and not what it is answered. */
  isDeaf = false;
  /** Sees what comes from the service on a connection, and says whether that connection is to be cut before it. */
  cutBefore = () => false;
  connections = 0;

  static async before(service) {
    const proxy = new Proxy();
    proxy.#server = createServer((client) => {
      proxy.connections++;
      const upstream = connect(service.port, "localhost");
      const pair = { client, upstream };
      proxy.#pairs.add(pair);
      const end = () => {
        client.destroy();
        upstream.destroy();
        proxy.#pairs.delete(pair);
      };
      for (const socket of [client, upstream]) socket.on("error", end).on("close", end).setNoDelay(true);
      client.on("data", (data) => proxy.isDead || upstream.write(data));
      upstream.on("data", (data) => {
        if (proxy.isDead || proxy.isDeaf) return;
        if (proxy.cutBefore(data)) end();
        else client.write(data);
      });
    });
    await new Promise((resolve) => proxy.#server.listen(0, "127.0.0.1", resolve));
    proxy.url = `http://127.0.0.1:${proxy.#server.address().port}`;
    return proxy;
  }

  /** Cuts every connection. */
  cut() {
    for (const { client, upstream } of this.#pairs) {
      client.destroy();
      upstream.destroy();
    }
  }

  async close() {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
