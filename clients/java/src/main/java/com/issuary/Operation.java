package com.issuary;

/** An operation of the Merchant API. */
final class Operation {
  final String name;
  final String path;

  /** Whether it changes something. It may then only be repeated with its userReqNo. */
  final boolean changes;

  final boolean takesRequestNumber;

  Operation(String name, String path, boolean changes, boolean takesRequestNumber) {
    this.name = name;
    this.path = path;
    this.changes = changes;
    this.takesRequestNumber = takesRequestNumber;
  }
}
