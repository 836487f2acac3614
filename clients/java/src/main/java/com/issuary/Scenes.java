// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary;

import com.issuary.model.Scene;
import java.util.List;

/** The operations Scene list query. */
public final class Scenes {
  private final Calls calls;

  Scenes(Calls calls) {
    this.calls = calls;
  }

  /**
   * Scene list query. Returns the purposes for which a card can be opened.
   *
   * @throws OperationRefused with one of 100002 AUTHENTICATION_FAILED, 100003 SOURCE_ADDRESS_NOT_ALLOWED, 100004
   * ENVELOPE_NOT_SUPPORTED, 100005 TOO_MANY_REQUESTS, 999999 SYSTEM_ERROR
   */
  public List<Scene> list() {
    return calls.list(Catalogue.SCENE, com.issuary.model.NoRequest.INSTANCE, Scene::of);
  }
}
