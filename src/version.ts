/** The package's version. Not read from its manifest, since the control API also runs where there are no files. */
export const VERSION = '0.1.0';
