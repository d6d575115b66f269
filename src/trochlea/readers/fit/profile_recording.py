"""The FIT profile of what a watch measures: sessions, laps, lengths, records, events, beats.

How to read the table stands in `profile`.
"""

from __future__ import annotations

TABLE = """\
18 session
  -: 0 event, 1 event_type, 5 sport, 6 sub_sport, 25 first_lap_index, 26 num_laps, 27 event_group
  -: 28 trigger, 37 left_right_balance, 43 swim_stroke, 46 pool_length_unit, 70 best_lap_index
  -: 80 avg_swolf, 82 player_score, 83 opponent_score, 84 opponent_name, 106 num_segment_laps
  -: 107 front_gear_shift_count, 108 rear_gear_shift_count, 110 sport_profile_name
  -: 111 sport_index, 113 stand_count, 147 avg_respiration_rate, 148 max_respiration_rate
  -: 149 min_respiration_rate, 156 dive_number, 183 jump_count, 192 workout_feel, 193 workout_rpe
  -: 254 message_index
  s: 2 start_time, 142 surface_interval, 253 timestamp
  degrees semicircles: 3 start_position_lat, 4 start_position_long, 29 nec_lat, 30 nec_long
  degrees semicircles: 31 swc_lat, 32 swc_long, 38 end_position_lat, 39 end_position_long
  s 1000: 7 total_elapsed_time, 8 total_timer_time, 59 total_moving_time, 65 time_in_hr_zone
  s 1000: 66 time_in_speed_zone, 67 time_in_cadence_zone, 68 time_in_power_zone, 69 avg_lap_time
  s 1000: 78 active_time, 112 time_standing
  m 100: 9 total_distance, 42 avg_stroke_distance, 44 pool_length, 199 total_fractional_ascent
  m 100: 200 total_fractional_descent
  cycles: 10 total_cycles
  kcal: 11 total_calories, 13 total_fat_calories, 196 metabolic_calories
  m/s 1000: 14 avg_speed, 15 max_speed, 60 avg_pos_vertical_speed, 61 avg_neg_vertical_speed
  m/s 1000: 62 max_pos_vertical_speed, 63 max_neg_vertical_speed, 124 enhanced_avg_speed
  m/s 1000: 125 enhanced_max_speed, 139 avg_vam, 211 avg_grade_adjusted_speed
  bpm: 16 avg_heart_rate, 17 max_heart_rate, 64 min_heart_rate
  rpm: 18 avg_cadence, 19 max_cadence, 122 avg_cadence_position, 123 max_cadence_position
  W: 20 avg_power, 21 max_power, 34 normalized_power, 45 threshold_power, 120 avg_power_position
  W: 121 max_power_position, 129 avg_lev_motor_power, 130 max_lev_motor_power
  m: 22 total_ascent, 23 total_descent, 51 gps_accuracy
  - 10: 24 total_training_effect, 137 total_anaerobic_training_effect
  lengths: 33 num_lengths, 47 num_active_lengths
  tss 10: 35 training_stress_score
  if 1000: 36 intensity_factor
  strokes/lap 10: 41 avg_stroke_count
  J: 48 total_work
  m 5 500: 49 avg_altitude, 50 max_altitude, 71 min_altitude, 126 enhanced_avg_altitude
  m 5 500: 127 enhanced_min_altitude, 128 enhanced_max_altitude
  % 100: 52 avg_grade, 53 avg_pos_grade, 54 avg_neg_grade, 55 max_pos_grade, 56 max_neg_grade
  % 100: 90 avg_stance_time_percent, 132 avg_vertical_ratio, 133 avg_stance_time_balance
  C: 57 avg_temperature, 58 max_temperature, 150 min_temperature
  strokes/length 10: 79 avg_strokes_per_length
  counts: 85 stroke_count, 86 zone_count
  m/s 100: 87 max_ball_speed, 88 avg_ball_speed
  mm 10: 89 avg_vertical_oscillation, 134 avg_step_length
  ms 10: 91 avg_stance_time
  rpm 128: 92 avg_fractional_cadence, 93 max_fractional_cadence
  cycles 128: 94 total_fractional_cycles
  g/dL 100: 95 avg_total_hemoglobin_conc, 96 min_total_hemoglobin_conc
  g/dL 100: 97 max_total_hemoglobin_conc
  % 10: 98 avg_saturated_hemoglobin_percent, 99 min_saturated_hemoglobin_percent
  % 10: 100 max_saturated_hemoglobin_percent
  % 2: 101 avg_left_torque_effectiveness, 102 avg_right_torque_effectiveness
  % 2: 103 avg_left_pedal_smoothness, 104 avg_right_pedal_smoothness
  % 2: 105 avg_combined_pedal_smoothness, 131 lev_battery_consumption
  mm: 114 avg_left_pco, 115 avg_right_pco
  degrees 0.7111111: 116 avg_left_power_phase, 117 avg_left_power_phase_peak
  degrees 0.7111111: 118 avg_right_power_phase, 119 avg_right_power_phase_peak
  m 1000: 140 avg_depth, 141 max_depth
  %: 143 start_cns, 144 end_cns, 145 start_n2, 146 end_n2, 194 avg_spo2, 195 avg_stress
  OTUs: 155 o2_toxicity
  - 65536: 168 training_load_peak
  breaths/min 100: 169 enhanced_avg_respiration_rate, 170 enhanced_max_respiration_rate
  - 100: 180 enhanced_min_respiration_rate
  kGrit: 181 total_grit, 186 avg_grit
  Flow: 182 total_flow, 187 avg_flow
  mS: 197 sdrr_hrv, 198 rmssd_hrv
  C 100: 208 avg_core_temperature, 209 min_core_temperature, 210 max_core_temperature
19 lap
  -: 0 event, 1 event_type, 23 intensity, 24 lap_trigger, 25 sport, 26 event_group
  -: 34 left_right_balance, 35 first_length_index, 38 swim_stroke, 39 sub_sport, 61 repetition_num
  -: 71 wkt_step_index, 73 avg_swolf, 74 opponent_score, 83 player_score
  -: 96 front_gear_shift_count, 97 rear_gear_shift_count, 99 stand_count, 147 avg_respiration_rate
  -: 148 max_respiration_rate, 151 jump_count, 254 message_index
  s: 2 start_time, 253 timestamp
  degrees semicircles: 3 start_position_lat, 4 start_position_long, 5 end_position_lat
  degrees semicircles: 6 end_position_long, 27 nec_lat, 28 nec_long, 29 swc_lat, 30 swc_long
  s 1000: 7 total_elapsed_time, 8 total_timer_time, 52 total_moving_time, 57 time_in_hr_zone
  s 1000: 58 time_in_speed_zone, 59 time_in_cadence_zone, 60 time_in_power_zone, 70 active_time
  s 1000: 98 time_standing
  m 100: 9 total_distance, 37 avg_stroke_distance, 156 total_fractional_ascent
  m 100: 157 total_fractional_descent
  cycles: 10 total_cycles
  kcal: 11 total_calories, 12 total_fat_calories, 155 metabolic_calories
  m/s 1000: 13 avg_speed, 14 max_speed, 53 avg_pos_vertical_speed, 54 avg_neg_vertical_speed
  m/s 1000: 55 max_pos_vertical_speed, 56 max_neg_vertical_speed, 110 enhanced_avg_speed
  m/s 1000: 111 enhanced_max_speed, 121 avg_vam, 161 avg_grade_adjusted_speed
  bpm: 15 avg_heart_rate, 16 max_heart_rate, 63 min_heart_rate
  rpm: 17 avg_cadence, 18 max_cadence, 108 avg_cadence_position, 109 max_cadence_position
  W: 19 avg_power, 20 max_power, 33 normalized_power, 106 avg_power_position
  W: 107 max_power_position, 115 avg_lev_motor_power, 116 max_lev_motor_power
  m: 21 total_ascent, 22 total_descent, 44 gps_accuracy
  lengths: 32 num_lengths, 40 num_active_lengths
  J: 41 total_work
  m 5 500: 42 avg_altitude, 43 max_altitude, 62 min_altitude, 112 enhanced_avg_altitude
  m 5 500: 113 enhanced_min_altitude, 114 enhanced_max_altitude
  % 100: 45 avg_grade, 46 avg_pos_grade, 47 avg_neg_grade, 48 max_pos_grade, 49 max_neg_grade
  % 100: 78 avg_stance_time_percent, 118 avg_vertical_ratio, 119 avg_stance_time_balance
  C: 50 avg_temperature, 51 max_temperature, 124 min_temperature
  counts: 75 stroke_count, 76 zone_count
  mm 10: 77 avg_vertical_oscillation, 120 avg_step_length
  ms 10: 79 avg_stance_time
  rpm 128: 80 avg_fractional_cadence, 81 max_fractional_cadence
  cycles 128: 82 total_fractional_cycles
  g/dL 100: 84 avg_total_hemoglobin_conc, 85 min_total_hemoglobin_conc
  g/dL 100: 86 max_total_hemoglobin_conc
  % 10: 87 avg_saturated_hemoglobin_percent, 88 min_saturated_hemoglobin_percent
  % 10: 89 max_saturated_hemoglobin_percent
  strokes/length 10: 90 avg_strokes_per_length
  % 2: 91 avg_left_torque_effectiveness, 92 avg_right_torque_effectiveness
  % 2: 93 avg_left_pedal_smoothness, 94 avg_right_pedal_smoothness
  % 2: 95 avg_combined_pedal_smoothness, 117 lev_battery_consumption
  mm: 100 avg_left_pco, 101 avg_right_pco
  degrees 0.7111111: 102 avg_left_power_phase, 103 avg_left_power_phase_peak
  degrees 0.7111111: 104 avg_right_power_phase, 105 avg_right_power_phase_peak
  m 1000: 122 avg_depth, 123 max_depth
  breaths/min 100: 136 enhanced_avg_respiration_rate, 137 enhanced_max_respiration_rate
  kGrit: 149 total_grit, 153 avg_grit
  Flow: 150 total_flow, 154 avg_flow
  C 100: 158 avg_core_temperature, 159 min_core_temperature, 160 max_core_temperature
20 record
  degrees semicircles: 0 position_lat, 1 position_long
  m 5 500: 2 altitude, 78 enhanced_altitude
  bpm: 3 heart_rate
  rpm: 4 cadence
  m 100: 5 distance, 12 cycle_length, 87 cycle_length16
  m/s 1000: 6 speed, 32 vertical_speed, 73 enhanced_speed, 127 ascent_rate
  W: 7 power, 29 accumulated_power, 82 motor_power
  -: 8 compressed_speed_distance, 10 resistance, 18 cycles, 28 compressed_accumulated_power
  -: 30 left_right_balance, 42 activity_type, 49 stroke_type, 50 zone, 62 device_index, 114 grit
  -: 115 flow
  % 100: 9 grade, 40 stance_time_percent, 83 vertical_ratio, 84 stance_time_balance, 129 po2
  s 1000: 11 time_from_course
  C: 13 temperature
  m/s 16: 17 speed_1s
  cycles: 19 total_cycles
  m: 31 gps_accuracy
  kcal: 33 calories
  mm 10: 39 vertical_oscillation, 85 step_length
  ms 10: 41 stance_time
  % 2: 43 left_torque_effectiveness, 44 right_torque_effectiveness, 45 left_pedal_smoothness
  % 2: 46 right_pedal_smoothness, 47 combined_pedal_smoothness, 81 battery_soc
  s 128: 48 time128
  m/s 100: 51 ball_speed
  rpm 256: 52 cadence256
  rpm 128: 53 fractional_cadence
  g/dL 100: 54 total_hemoglobin_conc, 55 total_hemoglobin_conc_min, 56 total_hemoglobin_conc_max
  % 10: 57 saturated_hemoglobin_percent, 58 saturated_hemoglobin_percent_min
  % 10: 59 saturated_hemoglobin_percent_max
  mm: 67 left_pco, 68 right_pco
  degrees 0.7111111: 69 left_power_phase, 70 left_power_phase_peak, 71 right_power_phase
  degrees 0.7111111: 72 right_power_phase_peak
  Pa: 91 absolute_pressure
  m 1000: 92 depth, 93 next_stop_depth
  breaths/min: 99 respiration_rate
  s: 94 next_stop_time, 95 time_to_surface, 96 ndl_time
  s: 123 air_time_remaining, 253 timestamp
  %: 97 cns_load, 98 n2_load, 118 ebike_battery_level, 120 ebike_assist_level_percent
  breaths/min 100: 108 enhanced_respiration_rate
  - 100: 116 current_stress
  km: 117 ebike_travel_range
  depends_on_sensor: 119 ebike_assist_mode
  bar/min 100: 124 pressure_sac
  L/min 100: 125 volume_sac, 126 rmv
  C 100: 139 core_temperature
21 event
  -: 0 event, 1 event_type, 2 data16, 3 data, 4 event_group, 7 score, 8 opponent_score
  -: 9 front_gear_num, 10 front_gear, 11 rear_gear_num, 12 rear_gear, 13 device_index
  -: 14 activity_type, 21 radar_threat_level_max, 22 radar_threat_count
  s: 15 start_timestamp, 253 timestamp
  m/s 10: 23 radar_threat_avg_approach_speed, 24 radar_threat_max_approach_speed
78 hrv
  s 1000: 0 time
101 length
  -: 0 event, 1 event_type, 7 swim_stroke, 10 event_group, 12 length_type, 18 player_score
  -: 19 opponent_score, 24 avg_respiration_rate, 25 max_respiration_rate, 254 message_index
  s: 2 start_time, 253 timestamp
  s 1000: 3 total_elapsed_time, 4 total_timer_time
  strokes: 5 total_strokes
  m/s 1000: 6 avg_speed
  strokes/min: 9 avg_swimming_cadence
  kcal: 11 total_calories, 26 metabolic_calories
  counts: 20 stroke_count, 21 zone_count
  breaths/min 100: 22 enhanced_avg_respiration_rate, 23 enhanced_max_respiration_rate
104 battery
  %: 2 capacity
  s: 253 timestamp
132 hr
  s 32768: 0 fractional_timestamp
  s 256: 1 time256
  bpm: 6 filtered_bpm
  s 1024: 9 event_timestamp
  -: 10 event_timestamp_12
  s: 253 timestamp
142 segment_lap
  -: 0 event, 1 event_type, 23 sport, 24 event_group, 29 name, 31 left_right_balance, 32 sub_sport
  -: 53 repetition_num, 57 wkt_step_index, 58 sport_event, 64 status, 65 uuid
  -: 69 front_gear_shift_count, 70 rear_gear_shift_count, 72 stand_count, 83 manufacturer
  -: 254 message_index
  s: 2 start_time, 253 timestamp
  degrees semicircles: 3 start_position_lat, 4 start_position_long, 5 end_position_lat
  degrees semicircles: 6 end_position_long, 25 nec_lat, 26 nec_long, 27 swc_lat, 28 swc_long
  s 1000: 7 total_elapsed_time, 8 total_timer_time, 44 total_moving_time, 49 time_in_hr_zone
  s 1000: 50 time_in_speed_zone, 51 time_in_cadence_zone, 52 time_in_power_zone, 56 active_time
  s 1000: 71 time_standing
  m 100: 9 total_distance, 89 total_fractional_ascent, 90 total_fractional_descent
  cycles: 10 total_cycles
  kcal: 11 total_calories, 12 total_fat_calories, 88 metabolic_calories
  m/s 1000: 13 avg_speed, 14 max_speed, 45 avg_pos_vertical_speed, 46 avg_neg_vertical_speed
  m/s 1000: 47 max_pos_vertical_speed, 48 max_neg_vertical_speed
  bpm: 15 avg_heart_rate, 16 max_heart_rate, 55 min_heart_rate
  rpm: 17 avg_cadence, 18 max_cadence, 81 avg_cadence_position, 82 max_cadence_position
  W: 19 avg_power, 20 max_power, 30 normalized_power, 79 avg_power_position, 80 max_power_position
  m: 21 total_ascent, 22 total_descent, 36 gps_accuracy
  J: 33 total_work
  m 5 500: 34 avg_altitude, 35 max_altitude, 54 min_altitude, 91 enhanced_avg_altitude
  m 5 500: 92 enhanced_max_altitude, 93 enhanced_min_altitude
  % 100: 37 avg_grade, 38 avg_pos_grade, 39 avg_neg_grade, 40 max_pos_grade, 41 max_neg_grade
  C: 42 avg_temperature, 43 max_temperature
  % 2: 59 avg_left_torque_effectiveness, 60 avg_right_torque_effectiveness
  % 2: 61 avg_left_pedal_smoothness, 62 avg_right_pedal_smoothness
  % 2: 63 avg_combined_pedal_smoothness
  rpm 128: 66 avg_fractional_cadence, 67 max_fractional_cadence
  cycles 128: 68 total_fractional_cycles
  mm: 73 avg_left_pco, 74 avg_right_pco
  degrees 0.7111111: 75 avg_left_power_phase, 76 avg_left_power_phase_peak
  degrees 0.7111111: 77 avg_right_power_phase, 78 avg_right_power_phase_peak
  kGrit: 84 total_grit, 86 avg_grit
  Flow: 85 total_flow, 87 avg_flow
150 segment_point
  degrees semicircles: 1 position_lat, 2 position_long
  m 100: 3 distance
  m 5 500: 4 altitude, 6 enhanced_altitude
  s 1000: 5 leader_time
  -: 254 message_index
160 gps_metadata
  ms: 0 timestamp_ms
  degrees semicircles: 1 position_lat, 2 position_long
  m 5 500: 3 enhanced_altitude
  m/s 1000: 4 enhanced_speed
  degrees 100: 5 heading
  s: 6 utc_timestamp, 253 timestamp
  m/s 100: 7 velocity
162 timestamp_correlation
  s 32768: 0 fractional_timestamp, 2 fractional_system_timestamp
  s: 1 system_timestamp, 3 local_timestamp, 253 timestamp
  ms: 4 timestamp_ms, 5 system_timestamp_ms
164 gyroscope_data
  ms: 0 timestamp_ms, 1 sample_time_offset
  counts: 2 gyro_x, 3 gyro_y, 4 gyro_z
  deg/s: 5 calibrated_gyro_x, 6 calibrated_gyro_y, 7 calibrated_gyro_z
  s: 253 timestamp
165 accelerometer_data
  ms: 0 timestamp_ms, 1 sample_time_offset
  counts: 2 accel_x, 3 accel_y, 4 accel_z
  g: 5 calibrated_accel_x, 6 calibrated_accel_y, 7 calibrated_accel_z
  mG: 8 compressed_calibrated_accel_x, 9 compressed_calibrated_accel_y
  mG: 10 compressed_calibrated_accel_z
  s: 253 timestamp
208 magnetometer_data
  ms: 0 timestamp_ms, 1 sample_time_offset
  counts: 2 mag_x, 3 mag_y, 4 mag_z
  G: 5 calibrated_mag_x, 6 calibrated_mag_y, 7 calibrated_mag_z
  s: 253 timestamp
209 barometer_data
  ms: 0 timestamp_ms, 1 sample_time_offset
  Pa: 2 baro_pres
  m 5 500: 3 enhanced_altitude
  s: 253 timestamp
210 one_d_sensor_calibration
  -: 0 sensor_type, 1 calibration_factor, 3 level_shift, 4 offset_cal
  counts: 2 calibration_divisor
  s: 253 timestamp
216 time_in_zone
  -: 0 reference_mesg, 1 reference_index, 10 hr_calc_type, 11 max_heart_rate
  -: 12 resting_heart_rate, 13 threshold_heart_rate, 14 pwr_calc_type
  -: 15 functional_threshold_power
  s 1000: 2 time_in_hr_zone, 3 time_in_speed_zone, 4 time_in_cadence_zone, 5 time_in_power_zone
  bpm: 6 hr_zone_high_boundary
  m/s 1000: 7 speed_zone_high_boundary
  rpm: 8 cadence_zone_high_bondary
  W: 9 power_zone_high_boundary
  s: 253 timestamp
225 set
  s 1000: 0 duration
  -: 3 repetitions, 5 set_type, 7 category, 8 category_subtype, 9 weight_display_unit
  -: 10 message_index, 11 wkt_step_index
  kg 16: 4 weight
  s: 6 start_time, 254 timestamp
285 jump
  m: 0 distance, 1 height
  -: 2 rotations, 4 score
  s: 3 hang_time, 253 timestamp
  degrees semicircles: 5 position_lat, 6 position_long
  m/s 1000: 7 speed, 8 enhanced_speed
290 beat_intervals
  ms: 0 timestamp_ms, 1 time
  s: 253 timestamp
312 split
  -: 0 split_type, 11 sport, 12 sub_sport, 43 left_right_balance, 62 swim_stroke, 64 avg_swolf
  -: 67 first_lap_index, 68 num_laps, 69 climb_grading_scale, 70 climb_grade_value, 71 status
  -: 72 num_falls, 73 climb_send, 94 avg_stress, 104 jump_count, 112 dive_section_type
  -: 120 apnea_discipline, 169 front_gear_shift_count, 170 rear_gear_shift_count
  -: 254 message_index
  s 1000: 1 total_elapsed_time, 2 total_timer_time, 44 time_standing, 78 active_time
  s 1000: 110 total_moving_time, 117 total_ascent_time, 118 total_descent_time
  s 1000: 119 total_hang_time
  m 100: 3 total_distance, 65 avg_stroke_distance, 80 total_fractional_ascent
  m 100: 81 total_fractional_descent
  m/s 1000: 4 avg_speed, 25 max_speed, 26 avg_vert_speed, 93 avg_grade_adjusted_speed, 99 avg_vam
  m/s 1000: 113 avg_ascent_rate, 114 max_ascent_rate, 115 avg_descent_rate, 116 max_descent_rate
  s: 9 start_time, 27 end_time, 127 surface_interval, 253 timestamp
  m: 13 total_ascent, 14 total_descent
  bpm: 15 avg_heart_rate, 16 max_heart_rate, 124 min_heart_rate
  degrees semicircles: 17 nec_lat, 18 nec_long, 19 swc_lat, 20 swc_long, 21 start_position_lat
  degrees semicircles: 22 start_position_long, 23 end_position_lat, 24 end_position_long
  kcal: 28 total_calories, 79 metabolic_calories
  rpm 128: 29 avg_cadence, 30 max_cadence, 90 min_cadence
  cycles: 31 total_cycles
  C: 32 avg_temperature, 33 max_temperature, 34 min_temperature
  mm 10: 35 avg_vertical_oscillation, 39 avg_step_length
  % 100: 36 avg_vertical_ratio, 38 avg_stance_time_balance, 88 avg_grade, 89 max_grade
  % 100: 144 avg_stance_time_percent
  ms 10: 37 avg_stance_time
  W: 40 avg_power, 41 max_power, 42 normalized_power, 51 avg_power_position, 52 max_power_position
  mm: 45 avg_left_pco, 46 avg_right_pco
  degrees 0.7111111: 47 avg_left_power_phase, 48 avg_left_power_phase_peak
  degrees 0.7111111: 49 avg_right_power_phase, 50 avg_right_power_phase_peak
  % 2: 53 avg_left_torque_effectiveness, 54 avg_right_torque_effectiveness
  % 2: 55 avg_left_pedal_smoothness, 56 avg_right_pedal_smoothness
  % 2: 57 avg_combined_pedal_smoothness
  Flow: 58 avg_flow
  kGrit: 59 total_grit
  lengths: 63 num_active_lengths
  strokes/length 10: 66 avg_strokes_per_length
  m 5 500: 74 start_elevation
  m 1000: 121 avg_depth, 122 max_depth
  cycles 128: 142 total_fractional_cycles
  - 10: 168 total_anaerobic_training_effect
313 split_summary
  -: 0 split_type, 1 sport, 2 sub_sport, 3 num_splits, 28 left_right_balance, 47 swim_stroke
  -: 49 avg_swolf, 54 climb_grading_scale, 55 climb_max_grade_value, 56 num_falls
  -: 58 num_climbs_attempted, 59 num_climbs_completed, 72 avg_stress, 254 message_index
  s 1000: 4 total_timer_time, 29 time_standing, 65 active_time, 77 total_moving_time
  s 1000: 101 max_total_timer_time
  m 100: 5 total_distance, 50 avg_stroke_distance, 60 max_distance, 66 total_fractional_ascent
  m 100: 67 total_fractional_descent, 68 avg_fractional_ascent, 69 max_fractional_ascent
  m/s 1000: 6 avg_speed, 7 max_speed, 12 avg_vert_speed, 71 avg_grade_adjusted_speed
  m: 8 total_ascent, 9 total_descent, 52 avg_ascent, 53 max_ascent
  bpm: 10 avg_heart_rate, 11 max_heart_rate, 87 min_heart_rate
  kcal: 13 total_calories, 64 metabolic_calories
  rpm 128: 14 avg_cadence, 15 max_cadence
  cycles: 16 total_cycles
  C: 17 avg_temperature, 18 max_temperature, 19 min_temperature
  mm 10: 20 avg_vertical_oscillation, 24 avg_step_length
  % 100: 21 avg_vertical_ratio, 23 avg_stance_time_balance, 91 avg_stance_time_percent
  ms 10: 22 avg_stance_time
  W: 25 avg_power, 26 max_power, 27 normalized_power, 36 avg_power_position, 37 max_power_position
  mm: 30 avg_left_pco, 31 avg_right_pco
  degrees 0.7111111: 32 avg_left_power_phase, 33 avg_left_power_phase_peak
  degrees 0.7111111: 34 avg_right_power_phase, 35 avg_right_power_phase_peak
  % 2: 38 avg_left_torque_effectiveness, 39 avg_right_torque_effectiveness
  % 2: 40 avg_left_pedal_smoothness, 41 avg_right_pedal_smoothness
  % 2: 42 avg_combined_pedal_smoothness
  Flow: 43 avg_flow
  kGrit: 44 total_grit
  lengths: 48 num_active_lengths
  strokes/length 10: 51 avg_strokes_per_length
  s: 79 start_time, 253 timestamp
317 climb_pro
  degrees semicircles: 0 position_lat, 1 position_long
  -: 2 climb_pro_event, 3 climb_number, 4 climb_category
  m: 5 current_dist
  s: 253 timestamp
372 raw_bbi
  ms: 0 timestamp_ms, 2 time
  -: 1 data, 3 quality, 4 gap
  s: 253 timestamp
"""
