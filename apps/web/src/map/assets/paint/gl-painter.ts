import type { Projection } from '../../mercator.ts';
import { GlAtlas } from './gl-atlas.ts';
import { createProgram, type Program } from './gl-program.ts';
import {
  type Frame,
  fitCanvas,
  type MarkerPainter,
  makeMarkerCanvas,
  type PainterHandlers,
  STRIDE,
  type Stamps,
} from './painter.ts';

const BYTES = Float32Array.BYTES_PER_ELEMENT;
/** Attributes of the program and the numbers of a record that each of them takes, in their order. */
const ATTRIBUTES = [4, 2, 2, 3];
/** A context that is lost for longer does not come back: the driver has crashed too often. */
const RETURN_MS = 3000;

interface Resources {
  program: Program;
  atlas: GlAtlas;
}

/** Stamps on the graphics processor: a frame in which nothing has changed is three numbers and one call. */
export class GlPainter implements MarkerPainter {
  readonly name = 'gl';
  readonly element: HTMLCanvasElement;
  readonly stampsAFrame = Number.POSITIVE_INFINITY;
  readonly #gl: WebGL2RenderingContext;
  readonly #handlers: PainterHandlers;
  #resources: Resources | null = null;
  #room = 0;
  #count = 0;
  #returning: ReturnType<typeof setTimeout> | undefined;
  shown: Projection | null = null;

  /** null where there is no graphics processor that would be quicker than the flat canvas; `anyway` takes a slow one, too. */
  static create(handlers: PainterHandlers, anyway = false): GlPainter | null {
    const element = makeMarkerCanvas();
    const gl = element.getContext('webgl2', { antialias: false, depth: false, failIfMajorPerformanceCaveat: !anyway });
    if (!gl) return null;
    if (anyway || !isImitated(gl)) return new GlPainter(element, gl, handlers);
    giveBack(gl);
    return null;
  }

  private constructor(element: HTMLCanvasElement, gl: WebGL2RenderingContext, handlers: PainterHandlers) {
    this.element = element;
    this.#gl = gl;
    this.#handlers = handlers;
    this.#resources = this.#prepare();
    element.addEventListener('webglcontextlost', this.#lose);
    element.addEventListener('webglcontextrestored', this.#restore);
  }

  get isReady(): boolean {
    return this.#resources !== null;
  }

  paint({ sight, projection, palette, pictures, stamps }: Frame): void {
    if (!this.#resources) return;
    const gl = this.#gl;
    const { program, atlas } = this.#resources;
    fitCanvas(this.element, sight);
    gl.viewport(0, 0, this.element.width, this.element.height);
    atlas.hold({ palette, pictures, ratio: sight.ratio });
    if (stamps) this.#take(stamps);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.uniform4f(program.sight, sight.scale, sight.left, sight.top, sight.now);
    gl.uniform3f(program.screen, this.element.width, this.element.height, sight.ratio);
    if (this.#count > 0) gl.drawArraysInstanced(gl.TRIANGLES, 0, 12, this.#count);
    this.shown = projection;
    this.#handlers.onShown();
  }

  remove(): void {
    clearTimeout(this.#returning);
    this.element.removeEventListener('webglcontextlost', this.#lose);
    this.element.removeEventListener('webglcontextrestored', this.#restore);
    this.element.remove();
    giveBack(this.#gl);
  }

  #take({ first, data, count }: Stamps): void {
    const gl = this.#gl;
    this.#count = count;
    if (count > this.#room) {
      // the first records of a larger crowd are all of them
      this.#room = Math.ceil(count * 1.5);
      gl.bufferData(gl.ARRAY_BUFFER, this.#room * STRIDE * BYTES, gl.DYNAMIC_DRAW);
    }
    gl.bufferSubData(gl.ARRAY_BUFFER, first * STRIDE * BYTES, data);
  }

  #prepare(): Resources {
    const gl = this.#gl;
    const program = createProgram(gl);
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
    let at = 0;
    for (const [index, size] of ATTRIBUTES.entries()) {
      gl.enableVertexAttribArray(index);
      gl.vertexAttribPointer(index, size, gl.FLOAT, false, STRIDE * BYTES, at * BYTES);
      gl.vertexAttribDivisor(index, 1);
      at += size;
    }
    this.#room = 0;
    this.#count = 0;
    return { program, atlas: new GlAtlas(gl) };
  }

  #lose = (event: Event): void => {
    event.preventDefault(); // or it never comes back
    this.#resources = null;
    this.shown = null;
    this.#returning = setTimeout(this.#handlers.onFailed, RETURN_MS);
  };

  #restore = (): void => {
    clearTimeout(this.#returning);
    this.#resources = this.#prepare();
    this.#handlers.onRestored();
  };
}

/** Not every browser says by itself that it reckons graphics on the ordinary processor: ten times dearer than a flat canvas. */
function isImitated(gl: WebGL2RenderingContext): boolean {
  const names = gl.getExtension('WEBGL_debug_renderer_info');
  const renderer: unknown = gl.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER);
  return /swiftshader|llvmpipe|softpipe|software|basic render/i.test(String(renderer));
}

/** Browsers keep but few contexts, and an unused one until somebody collects it. */
function giveBack(gl: WebGL2RenderingContext): void {
  gl.getExtension('WEBGL_lose_context')?.loseContext();
}
