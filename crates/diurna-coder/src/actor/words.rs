//! Word lists for the rules of pronouns.

/// True if a list of words holds one.
pub(super) fn lists(words: &str, word: &str) -> bool {
    words.split_whitespace().any(|listed| listed == word)
}

/// Verbs of speech and thought.
pub(super) const SPEAKS: &str = "\
    add admit allege announce answer argue ask assert believe claim comment complain conclude confirm contend declare deny \
    explain hope insist maintain mention note promise propose reckon recommend remark reply report respond say state suggest tell \
    testify think tweet vow want warn wonder write";

/// Verbs whose subject is somebody.
pub(super) const ACTS: &str = "\
    abandon accept accuse acknowledge advise agree aim ally apologise apologize appeal appoint approve arrest attack attempt \
    authorise authorize back ban bid block bomb boycott buy call campaign capture cede celebrate challenge choose condemn \
    consider control cooperate criticise criticize decide decline defend defy demand denounce deploy deport detain disagree \
    dismiss dispatch donate elect employ endorse enlist execute expect expel favor favour fear fight fire govern grant hire host \
    ignore impose indict intend intervene invade invest investigate invite join kidnap launch lobby mobilise mobilize negotiate \
    nominate object offer operate oppose order organise organize own persuade plan pledge prefer prepare prosecute protest \
    publish pull purchase pursue push ratify recall recognise recognize recruit refuse regret reiterate reject release renounce \
    request resign resume retaliate retreat sanction seek sell send sentence sign spend sponsor strive submit sue summon support \
    surrender threaten train try urge use veto visit vote wage welcome withdraw withhold";

/// Verbs whose object is somebody.
pub(super) const ADDRESSES: &str = "\
    accuse advise ally appease arm ask assure blast castigate compel condemn congratulate convince criticise criticize \
    deter elect encourage fine govern invade invite lobby notify oblige oust persuade pressure prod prosecute punish remind \
    reward sanction sue tell thank threaten topple urge warn";

/// What belongs to a state, a body or a group, and not to a thing.
pub(super) const BELONGS_TO_A_BODY: &str = "\
    adversary agent airspace allegiance ally ambassador ambition analyst army arsenal athlete backer billionaire board branch \
    budget candidate capital chairman chief citizen coast commander commitment congress constitution convention customer \
    debt decision delegate delegation democracy diplomat director donor economy election electorate embassy employee enemy \
    envoy executive fighter fleet force founder general goods government governor guerrilla headquarters intelligence \
    intention investigation investigator investigators judge king lawmaker lawyer leader leadership leaders member membership \
    militant military militia minister ministry missile mission nationals navy neighbor neighbour nominee nuclear objection \
    obligation offensive officer official opponent opposition parliament partner party people pledge police policy policymaker \
    politician population premier president prime pressure prisoner proposal prosecutor queen recruit refusal regime representative \
    resident resolution rival ruler secretary senator shareholder soldier sovereignty spokesman spokesperson spokeswoman staff stance \
    statement subsidiary supporter territory treasury troop troops voter warplane website worker";

/// Verbs that judge what is another's: in "Ruiz mocked his plan" the plan is not Ruiz's.
pub(super) const JUDGES: &str = "\
    admire applaud assail attack blast challenge commend condemn criticise criticize decry denounce deride dismiss echo fault \
    hail lambast lambaste laud mock oppose praise question rebuff rebuke reject ridicule salute scorn slam";
