// Generated from the API catalogue by npm run generate:clients. Do not edit.
package com.issuary.model;

import java.util.Map;

/** The result, or a row of the result, of Scene list query. */
public final class Scene extends Content {
  private Scene(Map<String, ?> fields) {
    super(fields);
    sceneCode();
    sceneName();
    description();
  }

  /**
   * Reads the fields as they are on the wire.
   *
   * @throws IllegalArgumentException when one is missing or has another form
   */
  public static Scene of(Map<String, ?> fields) {
    return new Scene(fields);
  }

  /** The code for card openings. */
  public int sceneCode() {
    return integer("sceneCode");
  }

  /** Its name. */
  public String sceneName() {
    return text("sceneName");
  }

  /** What the scene includes. */
  public String description() {
    return text("description");
  }
}
