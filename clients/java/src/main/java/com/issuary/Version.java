// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary;

/** The version of this library. */
final class Version {
  static final String VERSION = "0.1.0";

  private Version() {}
}
