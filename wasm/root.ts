// Square roots by the logarithm in the group of order 2^192, in 24 digits of eight bits; core/crypto/field-sqrt.ts explains the method.
import { copy, halfOddPower, invert, leave, squareTimes } from './field';
import { ELEMENT, mul, square } from './limbs';
import { IO, LOCAL, ROOT, ROOT_DIGITS, ROOT_POWERS, WORK } from './layout';

const DIGITS: usize = 24;
const VALUES: usize = 256;
const SLOTS: usize = 1024;
/** Bytes of a place of the look-up: the low 32 bits of the value, then the digit and one. */
const PLACE: usize = 8;

const ROOT_NUMBER: usize = LOCAL;
const POWER: usize = LOCAL + ELEMENT;
const VALUE: usize = LOCAL + 2 * ELEMENT;
const ARGUMENT: usize = LOCAL + 3 * ELEMENT;

/** The place of a value in the look-up, or the free one where it belongs. The words of IO are overwritten. */
function placeOf(value: usize): usize {
  leave(IO, value);
  const key = load<u32>(IO);
  let place = ROOT_DIGITS + (<usize>key % SLOTS) * PLACE;
  while (load<u32>(place, 4) != 0 && load<u32>(place) != key) {
    place += PLACE;
    if (place == ROOT_DIGITS + SLOTS * PLACE) place = ROOT_DIGITS;
  }
  return place;
}

/** The number at `nonSquare` is 3. Builds g^(-digit 2^(8 place)) for all places and digits, g = 3^q, and the look-up from g^(digit 2^184) to the digit. */
export function prepareRoots(nonSquare: usize, one: usize): void {
  // g = (3^((q-1)/2))^2 * 3, and 3^((q+1)/2) is that power times 3.
  copy(ARGUMENT, nonSquare);
  halfOddPower(POWER, ARGUMENT);
  mul(ROOT, POWER, ARGUMENT);
  square(POWER, POWER);
  mul(POWER, POWER, ARGUMENT);
  invert(VALUE, POWER);
  for (let place: usize = 0; place < DIGITS; place++) {
    let at = ROOT_POWERS + place * VALUES * ELEMENT;
    copy(at, one);
    for (let digit: usize = 1; digit < VALUES; digit++, at += ELEMENT) mul(at + ELEMENT, at, VALUE);
    mul(VALUE, at, VALUE);
  }
  const top = ROOT_POWERS + (DIGITS - 1) * VALUES * ELEMENT;
  for (let digit: usize = 0; digit < VALUES; digit++) {
    // The powers of the top place are the 256th roots of unity; that of a digit's negative is the inverse.
    const place = placeOf(top + ((VALUES - digit) % VALUES) * ELEMENT);
    if (load<u32>(place, 4) != 0) unreachable();
    store<u32>(place, load<u32>(IO));
    store<u32>(place, <u32>digit + 1, 4);
  }
}

function powerAt(place: usize, digit: usize): usize {
  return ROOT_POWERS + (place * VALUES + digit) * ELEMENT;
}

/** The number `a`, not 0: returns the address of a root of it or of three times it. */
export function rootOf(a: usize): usize {
  const digits = WORK + DIGITS * ELEMENT;
  copy(ARGUMENT, a);
  halfOddPower(POWER, ARGUMENT);
  mul(ROOT_NUMBER, ARGUMENT, POWER);
  mul(WORK, ROOT_NUMBER, POWER);
  for (let j: usize = 1; j < DIGITS; j++) {
    copy(WORK + j * ELEMENT, WORK + (j - 1) * ELEMENT);
    squareTimes(WORK + j * ELEMENT, 8);
  }
  for (let i: usize = 0; i < DIGITS; i++) {
    const place = DIGITS - 1 - i;
    copy(VALUE, WORK + place * ELEMENT);
    for (let j: usize = 0; j < i; j++) mul(VALUE, VALUE, powerAt(place + j, load<u8>(digits + j)));
    const found = load<u32>(placeOf(VALUE), 4);
    if (found == 0) unreachable();
    store<u8>(digits + i, <u8>(found - 1));
  }
  // An odd logarithm: the root is that of three times the number, and the logarithm one more.
  let carry: u32 = load<u8>(digits) & 1;
  if (carry) mul(ROOT_NUMBER, ROOT_NUMBER, ROOT);
  for (let j: usize = 0; j < DIGITS; j++) {
    const sum = <u32>load<u8>(digits + j) + carry;
    store<u8>(digits + j, <u8>sum);
    carry = sum >> 8;
  }
  for (let j: usize = 0; j < DIGITS; j++) {
    const above: u32 = j + 1 < DIGITS ? load<u8>(digits + j + 1) : carry;
    const half = (load<u8>(digits + j) >> 1) | <u8>((above & 1) << 7);
    mul(ROOT_NUMBER, ROOT_NUMBER, powerAt(j, half));
  }
  return ROOT_NUMBER;
}
