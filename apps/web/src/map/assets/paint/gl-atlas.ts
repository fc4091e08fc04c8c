import type { Palette } from '../../../theme/palette.ts';
import { drawPicture } from './draw-picture.ts';
import { CELLS_HIGH, CELLS_WIDE } from './gl-program.ts';
import { extentOf, type Picture } from './pictures.ts';
import { contextOf, createCanvas } from './shapes.ts';

const FIRST_SIDE = 1024;
const LARGEST_SIDE = 4096;
/** of a cell in the table: two texels of four numbers */
const TEXEL = 4;

/**
 * All pictures in one texture, each drawn when it first comes, on shelves from the top; a full texture is made anew twice as large.
 * Beside it the table that tells the shader where a picture is.
 */
export class GlAtlas {
  readonly #gl: WebGL2RenderingContext;
  readonly #cells = new Float32Array(CELLS_WIDE * CELLS_HIGH * TEXEL);
  readonly #largest: number;
  #side = FIRST_SIDE;
  #known = 0;
  #x = 0;
  #y = 0;
  #shelf = 0;
  #palette: Palette | null = null;
  #ratio = 0;

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
    this.#largest = Math.min(LARGEST_SIDE, gl.getParameter(gl.MAX_TEXTURE_SIZE) as number);
    for (const unit of [gl.TEXTURE0, gl.TEXTURE1]) {
      gl.activeTexture(unit);
      gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
    }
  }

  /** Pictures are known by their place in the list; only those that came on are drawn. */
  hold({ palette, pictures, ratio }: { palette: Palette; pictures: readonly Picture[]; ratio: number }): void {
    if (palette !== this.#palette || ratio !== this.#ratio) {
      this.#palette = palette;
      this.#ratio = ratio;
      this.#begin(FIRST_SIDE);
    }
    if (this.#known === pictures.length) return;
    while (this.#known < pictures.length) {
      const picture = pictures[this.#known];
      if (picture && !this.#draw(this.#known, picture, palette)) {
        if (this.#side >= this.#largest) break; // what is beyond stays unseen
        this.#begin(this.#side * 2);
      } else this.#known += 1;
    }
    this.#known = pictures.length;
    this.#sendCells();
  }

  #begin(side: number): void {
    const gl = this.#gl;
    this.#side = Math.min(side, this.#largest);
    [this.#known, this.#x, this.#y, this.#shelf] = [0, 0, 0, 0];
    this.#cells.fill(0);
    gl.activeTexture(gl.TEXTURE0);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, this.#side, this.#side, 0, gl.RGBA, gl.UNSIGNED_BYTE, null);
  }

  #draw(number: number, picture: Picture, palette: Palette): boolean {
    const { half, dx, dy } = extentOf(picture, this.#ratio);
    const size = 2 * half;
    if (this.#x + size > this.#side) {
      this.#x = 0;
      this.#y += this.#shelf;
      this.#shelf = 0;
    }
    if (this.#y + size > this.#side || number >= (CELLS_WIDE * CELLS_HIGH) / 2) return false;
    const canvas = createCanvas(size, size);
    const context = contextOf(canvas);
    context.setTransform(this.#ratio, 0, 0, this.#ratio, half - dx, half - dy);
    drawPicture(context, picture, palette);
    const gl = this.#gl;
    gl.activeTexture(gl.TEXTURE0);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, true);
    gl.texSubImage2D(gl.TEXTURE_2D, 0, this.#x, this.#y, gl.RGBA, gl.UNSIGNED_BYTE, canvas);
    const cell = ((number % CELLS_WIDE) + 2 * Math.floor(number / CELLS_WIDE) * CELLS_WIDE) * TEXEL;
    this.#cells.set([this.#x, this.#y, size], cell);
    this.#cells.set([dx, dy], cell + CELLS_WIDE * TEXEL);
    this.#x += size;
    this.#shelf = Math.max(this.#shelf, size);
    return true;
  }

  #sendCells(): void {
    const gl = this.#gl;
    gl.activeTexture(gl.TEXTURE1);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA32F, CELLS_WIDE, CELLS_HIGH, 0, gl.RGBA, gl.FLOAT, this.#cells);
  }
}
