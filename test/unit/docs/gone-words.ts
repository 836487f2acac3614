/** Names that the code no longer uses. In the trade each of them means something else, or nothing. */
export const GONE_NAMES: readonly string[] = `
  AlreadyKept AlreadyTold AnotherNumber AttemptTaken AuthenticatedTold BalanceIsFull BucketMoved ChangeAsked
  ChangedMeanwhile CurrencyLimit EntitledTeller FallingGuard ForcedGuard FundedSubject IssuerSide KeptCard KeyTaken
  LineContradicted LineIsThere LineWriting MadeHere NewSecrets NoTurn NotAdmitted NotAsBefore NumberedAuthorization
  NumberedRequest NumbersUsedUp OrderAnswer OrderIsFinal OurCard OurGroup OurSide PlatformBelow RecentRequests
  ReceivedAnswer RefusalIsKept RequestNumberTaken RotationUnderWay SecretNews SettlingType SigningMoments
  SpentMeanwhile SqsWakeUp StaleDecision StateBelow TransactionRecord UpstreamIssuer UpstreamPlatform UpstreamRight
  WakeUp WakeUpFailed WantedRange WantedStatus WithdrawalIsFinal WokenMeanwhile
  againstNetwork allAmericanStates answerIdentified answerOnce answeredCodes answeredId answeredKey applyCardOperate
  applyCardTransaction applyForHolder applyPaymentBill applyTradeFee askedAmount assertAcceptable assertMayBeTold
  assertMayTell assertOfOrder assertTellable bookForcedWrites bookWrites boundedSignIn cardAsked cardOfTeller cardTold
  chainAfter chainDifferences chainFrom chainKey chainWrites changeBelow changeBy checkRequest claimWrites
  cloudPlatform connectUpstream contentToTell counterAccount deadAttributes deadPartition decidedAnew deleteHolder
  drawApprovalCode drawCardNumber drawFromStock drawSecrets drawnDigitsOf dueAttributes earlierAnswer endLooking
  endTurn expiredOrAlarmed facetOf factFields factInWords factOf failureInWords fallingWrites familyDifferences
  findChain findCvv2 findNewPlace findPlace forcedWrites forgettingWrites freeClaims freeNumber freeRequestNumber
  freeTexts giveBack goodKeys groupCheck heldByChain holdEndOf holdTime holderFrom holderKey holdsCardNumber idWrites
  imageWorker inOurNames inRicherWords inTurns inquireHolder isAmericanState isFirstSending isForBelow
  isStillToBeSent isToldBelow isWell keepAnswer keepFirstRefusal keepInStock keepRefusal keepRefusals keepReportedId
  keptAnswer keptAs keptSecrets lastPlace leavesOpen levelParts levellingMoves lineKinds listingKey lookAgain
  majorText makeLetter makePlatformKey maskCardNumber maskShownNumber merchantsNumber mirrorsEqualCards moneyInWords
  moneyText nameHolder nameTheHolder needsAPerson newChain newsOf nextPlace notAdmitted numberBelow onceConditions
  openWithAny orderMirror orderOn orderParticulars ourIdOf outOfReach pageOfPlaces paidTogether passOnOtp
  particularsOf partsOf placeWrites placedOn placesWithin planToAsk planToTryAgain platformOver poolPaidIn putAside
  queryBalances queryBins queryDptOrder queryStatement recordDead recordFailed recordNoTurn recordProbe recordTaken
  refuseCardNumbers refuseKnownKey refuseOtherAlgorithm releaseHolder reportedId returnedPostings richerIn rowsAt
  saidBy saysLater sendForKey shortageIn showingOf signAnswer signedAnswer spentSecret staleIfPosted statusThere
  stillUnsuspended streamWorker succeededThere suspendedBefore sweepRoom takeAttempt takeClaims takeFromStock
  takeRequestNumber takeTransfer takeTurn takingFrom tellId tellOperator tellerOf tellingWrites theOneKept theOrder
  toldAmount toldBy toldDifferences toldNoOf toldOf troubledEndpoints turnAfter unlessCharged unlessSame unlessTold
  unlessUnknown untilFresh upstreamPlatform usualCeiling verifyAnswer voidClosings waitAfter waitUntilLooked
  waitingNotifications warnOfReturns whatElse wholeItems wholeOf withSecret withUpstreams withdrawnFrom
  withoutAbsent
  accountParts againTime answeredAt askAt endedBy factKey isDoubted isUndone lapsed levelling lookAt notReleased
  settledBooked statusBelow stoodBack takenAt teller toldNo troubled troubledAt tryAt unsettledBooked wrongCvv2
  wrongCvv2At`
  .trim()
  .split(/\s+/);

/** Words that no name contains any more: neither `told` nor `isTold` nor `TOLD_AGAIN`. */
export const GONE_IN_NAMES: readonly string[] =
  'told surroundings otherwise unless drawn kept asked ours theirs news meets whoever nobody'.split(' ');

/** Further words that no name in a test contains. Here the trade has a word of its own for each. */
export const GONE_IN_TEST_NAMES: readonly string[] =
  'tell tells telling tellings nobodys door doors room rooms story stories notebook deed deeds woken wish stranger strangers mine rung'.split(
    ' ',
  );

/** Former prefixes of constants; today's are `MAX_` and `MIN_`. */
export const GONE_PREFIXES: readonly string[] = ['MOST_', 'LEAST_', 'LONGEST_', 'FEWEST_'];

/** Words that no string for merchants, upstreams or operators contains. */
export const GONE_IN_STRINGS: readonly RegExp[] = [/\btold\b/i, /\bwhoever\b/i, /\bspeaks?\b/i];

/** Phrases that are not natural English. */
export const GONE_PHRASES: readonly RegExp[] = [
  /unless (?:it is )?told/i,
  /how manieth/i,
  /nobody woke up/i,
  /stands? back|stood back|standing back/i,
  /(?<!there )\bis none\b(?! the| of)/i,
  /\bnobody's\b/i,
  /doors? of (?:their|its) own/i,
  /thousands of lives/i,
  /holds up no worker/i,
  /well until then/i,
  /the clock went back|a clock went back/i,
  /so many requests/i,
  /whatever crashes when/i,
  /a place among its merchant/i,
  /of its own for one payment/i,
  /\bplatforms? (?:below|above)\b/i,
  /\btold of\b/i,
  /\btells of\b/i,
  /\btelling of\b/i,
  /\bis not let in\b|\bwas not let in\b|\bwas let in\b/i,
  /without anybody's/i,
  /\brings\b/i,
  /^\W*Answers (?:the|undefined|whether|how|its|what|an?)\b/m,
  /^\W*Throws \w+/m,
  /HOT-ACCOUNTS/,
  /\btell \$\{/,
  /speak of/i,
];

/** Words and phrases that no title of a test contains: the trade has a word for each, or a plain sentence says more. */
export const GONE_IN_TITLES: readonly RegExp[] = [
  /\btold\b(?! apart)|\btells?\b|\btellings?\b/i,
  /\bnobody\b(?!$)|\bwhoever\b|\bwhomever\b|\banybody\b/i,
  /\bwoken\b|\bwakes?\b/i,
  /\brings\b/i,
  /\bdoors?\b/i,
  /\bworked off\b|\bworks? off\b/i,
  /\bgives? (?:\w+ ){0,3}back\b|\bgiven back\b/i,
  /\bnot there\b/i,
  /\bfor all that\b|\ball the same\b|\bas ever\b/i,
  /\bverification number\b/i,
  /\bbelow\b$|\bfrom below\b|\blives? below\b/i,
  /\basked for\b|\basks for\b/i,
  /\bspeaks?\b|\bspeakers?\b/i,
  /\bchains? (?:is|are|without|that)\b|\bpart(?:s)? of an account\b|\bon (?:several )?parts\b/i,
  /\bof what\b|^what\b/i,
  /\bmany at a time\b/i,
  /\bthe (?:most|least) (?:that|there)\b/i,
  /\bso much as\b|\bno more than that\b/i,
];
