#pragma once

/// \file
/// How do people behave towards each other here? Nine behaviours in three groups (Perspective, Power, Participation), each
/// with its own five-step ladder of how far the behaviour is seen. The behaviours are those of Lankelly Chase and Human
/// Learning Systems; names are shortened and every descriptor is headway's own wording.

#include <headway/rubrics/detail/rubric_data.hpp>

namespace headway::rubrics::detail {

inline constexpr rubric_data<9, 5> system_behaviours_data{
  .id = "system_behaviours",
  .edition = "headway-1",
  .language = "en-GB",
  .title = "System behaviours (headway's own wording)",
  .source = "Dimensions after the nine system behaviours of Lankelly Chase, as taken up in Human Learning Systems "
            "(Northumbria University and Collaborate, 2019). The names are shortened and the descriptors are headway's own "
            "wording, not the published text; load the official wording from a file if you have the right to use it.",
  .levels = {{
    {1, "Rarely or never seen"},
    {2, "Seen now and then"},
    {3, "Seen in some parts"},
    {4, "Seen in most parts"},
    {5, "Seen as normal"},
  }},
  .dimensions = {{
    {
      .number = 1,
      .key = "interconnected",
      .name = "Part of an interconnected whole",
      .group = "Perspective",
      .question = "Do people see how their own work affects others, and depends on them?",
      .descriptors = {{
        "People talk about their own service as if the others did not exist.",
        "After something goes wrong, people sometimes work out how one service's choice hurt another.",
        "In some teams, staff can name who else a person is dealing with, and ring them before acting.",
        "Most teams ask who else will feel it before they change a rule, a form or their opening hours.",
        "Staff and residents alike can explain how the parts affect one another, and own their share of a problem.",
      }},
      .helps = "",
      .hinders = "",
    },
    {
      .number = 2,
      .key = "resourceful",
      .name = "People seen as resourceful",
      .group = "Perspective",
      .question = "Are people seen for what they can do and bring, and not only for what they lack?",
      .descriptors = {{
        "Forms and meetings list what is wrong with people and never ask what they are good at.",
        "Here and there a worker asks what a person is good at, but nothing is done with the answer.",
        "A few services build on what people can already do, while the rest still see only needs.",
        "In most services, people's skills, friends and family are part of a plan they helped to make.",
        "People who came for help are often found giving it too, and staff expect to learn from them.",
      }},
      .helps = "",
      .hinders = "",
    },
    {
      .number = 3,
      .key = "shared_vision",
      .name = "Shared vision",
      .group = "Perspective",
      .question = "Do people in different jobs and organisations pull towards the same thing?",
      .descriptors = {{
        "Organisations chase different aims, and nobody seems to have compared them.",
        "A few leaders speak of one common aim, mostly at launches and in speeches.",
        "In some teams people know the common aim and talk about it; in others it would be news.",
        "In most teams people can name the common aim, and it comes up when hard choices are made.",
        "People act on the common aim without being reminded, and residents feel free to question and reshape it.",
      }},
      .helps = "",
      .hinders = "",
    },
    {
      .number = 4,
      .key = "shared_power",
      .name = "Shared power and equal voice",
      .group = "Power",
      .question = "Does everyone's voice carry weight, whatever their job title or budget?",
      .descriptors = {{
        "The same few people speak and decide, usually those with the biggest budgets.",
        "Others are now and then given a slot to speak, but decisions do not change because of it.",
        "In some meetings, residents and small charities are properly heard, and a decision or two has changed.",
        "Most meetings make room for quieter voices, and those who hold the money explain their choices.",
        "Residents and small charities set agendas and turn proposals down, and larger partners go along with it.",
      }},
      .helps = "",
      .hinders = "",
    },
    {
      .number = 5,
      .key = "devolved_decisions",
      .name = "Devolved decisions",
      .group = "Power",
      .question = "Can the people closest to a problem decide what to do about it?",
      .descriptors = {{
        "Small choices, even a bus fare, go up the line for a manager to sign off.",
        "Now and then a manager lets a worker use their own judgement, as a favour or in a crisis.",
        "A few teams can decide and spend small sums on the spot, while the rest wait for approval.",
        "In most teams, workers settle everyday matters with the person concerned, and only larger ones go up the line.",
        "Workers and the people they help decide together, and managers see their own job as clearing the way.",
      }},
      .helps = "",
      .hinders = "",
    },
    {
      .number = 6,
      .key = "mutual_accountability",
      .name = "Mutual accountability",
      .group = "Power",
      .question = "Do people answer to each other, and not only to those above them?",
      .descriptors = {{
        "People explain themselves only to the boss or funder above them, and nobody else can ask.",
        "Once in a while a partner tells the others why it did not do what it said.",
        "In some groups each member says what they promised last time and what came of it.",
        "Most partners report back to each other and to residents, and funders are asked about their promises too.",
        "Anybody can raise a broken promise, a funder's included, and it is talked through without blame.",
      }},
      .helps = "",
      .hinders = "",
    },
    {
      .number = 7,
      .key = "trusting_relationships",
      .name = "Open, trusting relationships",
      .group = "Participation",
      .question = "Can people speak openly with each other, even about what is hard?",
      .descriptors = {{
        "People guard what they say in meetings and do their real talking outside.",
        "A few people who go back years trust each other, but openness stops with them.",
        "In some groups people admit mistakes and ask for help; in others they keep quiet.",
        "In most groups people say what they think, can disagree, and carry on working together.",
        "Bad news travels fast because it is safe to tell, and new people are trusted from the start.",
      }},
      .helps = "",
      .hinders = "",
    },
    {
      .number = 8,
      .key = "collaborative_leadership",
      .name = "Collaborative leadership at every level",
      .group = "Participation",
      .question = "Do people lead together, at every level, and not only at the top?",
      .descriptors = {{
        "Leading is left to those at the top, each running their own organisation.",
        "Now and then leaders act as one, mostly when a crisis or a bid deadline forces it.",
        "Some staff and residents take the lead on a piece of work, if a senior person backs them.",
        "In most organisations people at all levels start things without waiting, and leaders share tasks across them.",
        "Who leads depends on the job in hand, and it may be a resident, a nurse or a director.",
      }},
      .helps = "",
      .hinders = "",
    },
    {
      .number = 9,
      .key = "collective_learning",
      .name = "Feedback and collective learning",
      .group = "Participation",
      .question = "Does what people notice and learn together change what happens next?",
      .descriptors = {{
        "Comments and complaints are logged, and the service carries on exactly as before.",
        "Now and then a strong complaint or a bad result leads to one quick fix.",
        "Some teams meet to talk over what they are noticing, and try small changes because of it.",
        "Most partners go through findings with each other and with residents, then say what they will change.",
        "Everyone expects plans to change: people share doubts early, try things, and drop what does not help.",
      }},
      .helps = "",
      .hinders = "",
    },
  }},
};

} // namespace headway::rubrics::detail
