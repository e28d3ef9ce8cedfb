import { request } from "node:http";

/** As much of XMLHttpRequest as the library uses, over Node's own HTTP: Node has none. */
export class NodeXMLHttpRequest {
  upload = {};
  status = 0;
  responseText = "";
  #headers = {};
  #answered = {};

  open(method, url) {
    this.#request = request(url, { method });
  }

  setRequestHeader(name, value) {
    this.#headers[name] = value;
  }

  getResponseHeader(name) {
    return this.#answered[name.toLowerCase()] ?? null;
  }

  abort() {
    this.#isAborted = true;
    this.#request.destroy();
  }

  async send(body) {
    const encoded = new Response(body);
    const bytes = Buffer.from(await encoded.arrayBuffer());
    const type = encoded.headers.get("Content-Type");
    const all = { ...(type && { "Content-Type": type }), ...this.#headers, "Content-Length": bytes.length };
    for (const [name, value] of Object.entries(all)) this.#request.setHeader(name, value);
    this.#request
      .on("error", () => (this.#isAborted ? this.onabort?.() : this.onerror?.()))
      .on("close", () => this.onloadend?.());
    this.#request.on("response", async (response) => {
      this.status = response.statusCode;
      this.#answered = response.headers;
      for await (const part of response) this.responseText += part;
      this.onload?.();
    });
    for (let loaded = 0; loaded < bytes.length && !this.#isAborted;) {
      const part = bytes.subarray(loaded, loaded + 256 * 1024);
      await new Promise((resolve) => this.#request.write(part, resolve));
      loaded += part.length;
      this.upload.onprogress?.({ loaded, total: bytes.length, lengthComputable: true });
    }
    this.#request.end();
  }

  #request;
  #isAborted = false;
}
