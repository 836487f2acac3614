package com.issuary;

/** The operation that is called and the numbers that identify the call; absent ones are null. */
final class CallContext {
  final String operation;
  final String userReqNo;
  final String requestId;

  CallContext(String operation, String userReqNo, String requestId) {
    this.operation = operation;
    this.userReqNo = userReqNo;
    this.requestId = requestId;
  }

  CallContext withRequestId(String id) {
    return id == null ? this : new CallContext(operation, userReqNo, id);
  }

  @Override
  public String toString() {
    return userReqNo == null ? operation : operation + " (userReqNo " + userReqNo + ")";
  }
}
