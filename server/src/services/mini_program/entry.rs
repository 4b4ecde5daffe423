//! Whether a code was scanned where it is shown, by how the mini program was entered.

/// A camera has read a QR code.
const SCAN: u32 = 1011;
/// A camera has read a mini-program code.
const SCAN_MINI_PROGRAM: u32 = 1047;
/// A long press on the picture of a QR code.
const LONG_PRESS: u32 = 1012;
/// A long press on the picture of a mini-program code.
const LONG_PRESS_MINI_PROGRAM: u32 = 1048;

/// Where a code was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Where it is shown.
    InOrder,
    /// Perhaps somewhere else: somebody may have forwarded its picture.
    Forwarded,
}

/// Judges the scene value `entry` of WeChat. A camera reads what is before it. A long press is how a code is read that is
/// shown on the phone itself: in order when the page that shows it is open in WeChat's own browser, which has the same
/// address as the mini program. Any other way in, those from an album included, is a picture that came from somewhere.
pub fn place(entry: u32, shown_in_wechat: bool, same_address: bool) -> Place {
    match entry {
        SCAN | SCAN_MINI_PROGRAM => Place::InOrder,
        LONG_PRESS | LONG_PRESS_MINI_PROGRAM if shown_in_wechat && same_address => Place::InOrder,
        _ => Place::Forwarded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// WeChat's list of scene values (developers.weixin.qq.com, "场景值列表").
    const ALL: &[u32] = &[
        1000, 1001, 1005, 1006, 1007, 1008, 1010, 1011, 1012, 1013, 1014, 1017, 1019, 1020, 1022, 1023, 1024, 1025,
        1026, 1027, 1028, 1029, 1030, 1031, 1032, 1034, 1035, 1036, 1037, 1038, 1039, 1042, 1043, 1044, 1045, 1046,
        1047, 1048, 1049, 1052, 1053, 1054, 1056, 1057, 1058, 1059, 1060, 1064, 1065, 1067, 1068, 1069, 1071, 1072,
        1073, 1074, 1077, 1078, 1079, 1081, 1082, 1084, 1088, 1089, 1090, 1091, 1092, 1095, 1096, 1097, 1099, 1100,
        1101, 1102, 1103, 1104, 1106, 1107, 1113, 1114, 1119, 1120, 1121, 1124, 1125, 1126, 1129, 1131, 1133, 1135,
        1144, 1145, 1146, 1148, 1150, 1151, 1152, 1153, 1154, 1155, 1157, 1158, 1160, 1167, 1168, 1169, 1171, 1173,
        1175, 1176, 1177, 1178, 1179, 1181, 1183, 1184, 1185, 1186, 1187, 1189, 1191, 1192, 1193, 1194, 1195, 1196,
        1197, 1198, 1200, 1201, 1202, 1203, 1206, 1207, 1208, 1212, 1215, 1216, 1223, 1228, 1231,
    ];

    fn in_order(shown_in_wechat: bool, same_address: bool) -> Vec<u32> {
        let is_in_order = |entry: &u32| place(*entry, shown_in_wechat, same_address) == Place::InOrder;
        ALL.iter().copied().filter(is_in_order).collect()
    }

    #[test]
    fn of_all_ways_in_only_a_camera_reads_what_is_before_it() {
        for (shown_in_wechat, same_address) in [(false, false), (false, true), (true, false)] {
            assert_eq!(in_order(shown_in_wechat, same_address), [1011, 1047]);
        }
    }

    #[test]
    fn a_long_press_is_in_order_on_a_page_in_wechat_at_the_same_address() {
        assert_eq!(in_order(true, true), [1011, 1012, 1047, 1048]);
    }

    #[test]
    fn what_wechat_may_invent_later_and_nothing_at_all_are_forwarded() {
        for entry in [0, 1, 999, 1_000_000, u32::MAX] {
            assert_eq!(place(entry, true, true), Place::Forwarded);
        }
    }
}
