/** Owns what the bundler adds to the types: style modules and assets. */
/// <reference types="vite/client" />
